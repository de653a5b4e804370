// A terminal without a device: ink and the keys' reader get streams, and what is written is read back from the cells of a
// headless xterm. Shared, registers nothing.
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import xterm from "@xterm/headless";

/** A terminal of some size whose cells can be read. */
export class FakeTerminal {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** Is the input in raw mode now? */
  isRaw = false;

  constructor(columns: number, rows: number) {
    // No terminal driver stands between: a line feed must also return.
    const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100, convertEol: true });
    this.#terminal = terminal;
    this.stdout = Object.assign(new EventEmitter(), {
      isTTY: true, columns, rows, writable: true,
      write(text: string, encoding?: unknown, done?: () => void) {
        terminal.write(text, typeof encoding === "function" ? encoding as () => void : done);
        return true;
      },
    }) as unknown as NodeJS.WriteStream;
    this.stdin = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: (isRaw: boolean) => {
        this.isRaw = isRaw;
        return this.stdin;
      },
      ref() {},
      unref() {},
    }) as unknown as NodeJS.ReadStream;
  }

  /** Lets everything that was written reach the cells. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    await new Promise<void>((resolve) => this.#terminal.write("", resolve));
  }

  /** Types keys as bytes. */
  async press(bytes: string): Promise<void> {
    (this.stdin as unknown as PassThrough).write(bytes);
    await this.settle();
    await this.settle();
  }

  /** Changes the size, as a person at the window's edge does. */
  async resize(columns: number, rows: number): Promise<void> {
    Object.assign(this.stdout, { columns, rows });
    this.#terminal.resize(columns, rows);
    this.stdout.emit("resize");
    await this.settle();
  }

  /** "alternate" while a program has the second screen. */
  get buffer(): "normal" | "alternate" {
    return this.#terminal.buffer.active.type;
  }

  /** The rows on the screen, without the spaces at their ends. */
  screen(): string[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true).trimEnd() ?? "");
  }

  /** The colour of a cell in the terminal's palette (-1: none), and whether it is bold. */
  cell(column: number, row: number): { text: string; color: number; isBold: boolean } {
    const cell = this.#terminal.buffer.active.getLine(row)?.getCell(column);
    return { text: cell?.getChars() ?? "", color: cell?.isFgPalette() ? cell.getFgColor() : -1, isBold: Boolean(cell?.isBold()) };
  }
}
