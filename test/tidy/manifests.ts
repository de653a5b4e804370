// What the manifests say of the package has to be the same thing: its entries, its version, and that it needs nothing.

interface PackageJson {
  readonly version?: string;
  readonly exports?: Record<string, string | { readonly types?: string; readonly default?: string }>;
  readonly [dependencies: string]: unknown;
}

interface DenoJson {
  readonly version?: string;
  readonly exports?: Record<string, string>;
  readonly imports?: Record<string, string>;
}

interface TsConfig {
  readonly compilerOptions?: { readonly paths?: Record<string, readonly string[]> };
}

/** The manifests of the clone, parsed. */
export interface Manifests {
  readonly npm: PackageJson;
  readonly deno: DenoJson;
  readonly lock: { readonly version?: string; readonly packages?: Record<string, { readonly version?: string }> };
  readonly typescript: TsConfig;
}

/** Names every entry that npm, Deno and TypeScript do not agree on. The source of an entry names all the rest. */
export function unlikeEntries({ npm, deno, typescript }: Manifests): string[] {
  const sources = Object.entries(deno.exports ?? {});
  const wanted = {
    "package.json exports": sources.map(([entry, source]) => {
      const types = source.replace(/^\.\/(.*)\.ts$/, "./dist/types/$1.d.ts");
      return [entry, { types, default: `./dist/${entry === "." ? "mod" : entry.slice(2)}.js` }];
    }),
    "deno.json imports": sources.map(([entry, source]) => [`core-ipc${entry.slice(1)}`, source]),
    "tsconfig.json paths": sources.map(([entry, source]) => [`core-ipc${entry.slice(1)}`, [source]]),
  };
  const { "./package.json": _, ...entries } = npm.exports ?? {};
  const given = {
    "package.json exports": Object.entries(entries),
    "deno.json imports": Object.entries(deno.imports ?? {}).filter(([name]) => name.startsWith("core-ipc")),
    "tsconfig.json paths": Object.entries(typescript.compilerOptions?.paths ?? {}),
  };
  return (Object.keys(wanted) as (keyof typeof wanted)[]).flatMap((place) =>
    JSON.stringify(sorted(given[place])) === JSON.stringify(sorted(wanted[place]))
      ? []
      : [`${place}: ${JSON.stringify(given[place])} is not ${JSON.stringify(wanted[place])}`]
  );
}

const sorted = (entries: readonly (readonly unknown[])[]) => entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));

/** Names every manifest whose version is not package.json's. */
export function unlikeVersions({ npm, deno, lock }: Manifests): string[] {
  const places = { "deno.json": deno.version, "package-lock.json": lock.version, "package-lock.json packages": lock.packages?.[""]?.version };
  return Object.entries(places).flatMap(([place, version]) => version === npm.version ? [] : [`${place}: ${version} is not ${npm.version}`]);
}

/** Names whatever would be installed with the published package. */
export function dependencies({ npm }: Manifests): string[] {
  const kinds = ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies", "bundledDependencies"];
  return kinds.flatMap((kind) => Object.keys(npm[kind] ?? {}).map((name) => `${kind}: ${name}`));
}
