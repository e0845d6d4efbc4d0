import { styles, type Style } from '$lib/format/style';

export type Lang = 'nb' | 'en';

export const languages: Lang[] = ['nb', 'en'];

/** A text that begins a sentence: a name or a month need not begin with a capital of its own. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

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

  /** The word of an id of a family, or the id itself. */
  name(family: string, id: string): string {
    return this.words[`${family}.${id}`] ?? id;
  }
}
