const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], green: [32, 39] } as const;

export type Colour = keyof typeof codes;

/** `util.styleText` of Node 20.12 and later would do the same; ours runs on every Node 20. */
export function paint(text: string, colour: Colour): string {
  const [on, off] = codes[colour];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
