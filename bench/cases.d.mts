export const CASES: readonly { readonly title: string; readonly targets: readonly { readonly against: string; readonly most: number }[] }[];
