// Stands for `react-devtools-core` in the bundle, see build.mjs. It is never called.
export default {};
