/** A number of a JSON text, as it was written: what was signed is `1.0`, and an id of 19 digits is echoed digit by digit. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** Reads JSON with each number as a `NumberText`; undefined for a text that is no JSON. */
export function parseExactJson(json: string): unknown {
  try {
    return JSON.parse(json, (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
      typeof value === 'number' ? new NumberText(context?.source ?? String(value)) : value,
    );
  } catch {
    return undefined;
  }
}
