/** What payloads look like, and when that changed. */
export type { ShapeChange } from "./changes.ts";
export { mergeShapes } from "./shape.ts";
export type { Member } from "./shape.ts";
export type { ObjectShape } from "./shape.ts";
export type { Seen } from "./shape.ts";
export type { Shape } from "./shape.ts";
export { shapeOf } from "./shape_of.ts";
export { shapeText } from "./shape_text.ts";
export type { ShapeTextOptions } from "./shape_text.ts";
export { typeShapesOf } from "./type_shapes.ts";
export { typeShapesWork } from "./type_shapes.ts";
export type { TypeShape } from "./type_shapes.ts";
export type { TypeShapesOptions } from "./type_shapes.ts";
