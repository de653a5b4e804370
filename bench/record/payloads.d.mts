export const TYPE: string;
export function payloadsOf(size: string): readonly object[];
