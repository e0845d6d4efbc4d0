import { styles, type Style } from '$lib/format/style';

export type Lang = 'nb' | 'en';

export const languages: Lang[] = ['nb', 'en'];

/** The words and number marks of one language; the same as Go's locale.Catalogue. */
export class Catalogue {
  readonly style: Style;

  constructor(
    readonly lang: Lang,
    private readonly words: Record<string, string>
  ) {
    this.style = styles[lang];
  }

  has(key: string): boolean {
    return key in this.words;
  }

  /** The text of a key with {name} filled in; a key without a text is shown as it is. */
  t(key: string, args: Record<string, string | number> = {}): string {
    const text = this.words[key];
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in args ? String(args[name]) : whole));
  }

  /** A text that counts: `key.one` for 1, else `key.many`; {n} is the number. */
  count(key: string, n: number, shown: string): string {
    return this.t(n === 1 ? `${key}.one` : `${key}.many`, { n: shown });
  }

  /** The word of an id of a family, or the id itself. */
  name(family: string, id: string): string {
    return this.words[`${family}.${id}`] ?? id;
  }
}
