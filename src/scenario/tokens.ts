/**
 * Splits JavaScript (types already stripped) into tokens, well enough to read imports and to tell what stands inside a
 * function. Not a parser: sucrase has read the file before and found it well formed.
 *
 * 1. Strings, templates, comments and regular expressions are never mistaken for code, nor code for them, except after
 *    a `}` or `)` where a slash may mean either: it is read as the commoner of the two.
 * 2. Where brackets do not match, that guess went wrong: `balanced` is false, and `inFunction` is not to be trusted.
 */

export interface Token {
  readonly kind: 'word' | 'string' | 'template' | 'regex' | 'number' | 'mark';
  /** As written; of a string, its quotes included. */
  readonly text: string;
  /** Offset of its first character. */
  readonly at: number;
  /** How many brackets are open around it. */
  readonly depth: number;
  /** Whether it belongs to the body of a function, a class's static block or an arrow's expression. */
  readonly inFunction: boolean;
}

const SPACE = /(?:\s|\/\/[^\n\u2028\u2029]*|\/\*[^]*?\*\/)+/y;
const WORD = /[\p{ID_Start}$_#\\][\p{ID_Continue}$\u200c\u200d\\]*/uy;
const NUMBER = /\.?\d(?:[eE][+-]|[\w.])*/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[\w$]*/y;
const MARK = /=>|\.\.\.|\?\.|[^]/y;

/** Words whose parentheses are followed by a statement, not by the body of a function. */
const CONTROL = new Set(['if', 'for', 'while', 'switch', 'catch', 'with']);
/** Words after which a slash opens a regular expression. */
const BEFORE_REGEX = new Set(
  'return typeof case in of delete void throw new else do await yield instanceof'.split(' '),
);

/** Words that a block follows, where other words are followed by an object. */
const BEFORE_BLOCK = new Set(['else', 'do', 'try', 'catch', 'finally']);

interface Bracket {
  readonly opens: '' | '(' | '[' | '{' | '${';
  /** Whether a function's body stands in it. */
  readonly body: boolean;
  /** Of braces: whether members stand directly in it, of a class or an object. */
  readonly members: boolean;
  /** Of parentheses: whether a control word stands before them. */
  readonly control: boolean;
  /** Whether an arrow's expression is being read directly in it. */
  arrow: boolean;
  /** Whether the next brace directly in it opens a class. */
  classAhead: boolean;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly balanced: boolean;
}

export function tokensOf(code: string): Tokens {
  return new Reader(code).read();
}

class Reader {
  private readonly code: string;
  private readonly tokens: Token[] = [];
  private readonly open: Bracket[] = [];
  private top: Bracket;
  /** How many brackets around this place are bodies or hold an arrow's expression. */
  private functions = 0;
  private balanced = true;
  private at = 0;
  /** The bracket that was closed last. */
  private closed: Bracket | null = null;

  constructor(code: string) {
    this.code = code;
    this.top = this.enter({ opens: '' });
  }

  read(): Tokens {
    for (this.take(SPACE); this.at < this.code.length; this.take(SPACE)) this.token(this.at);
    return { tokens: this.tokens, balanced: this.balanced && this.open.length === 1 };
  }

  private token(from: number): void {
    const c = this.code[from];
    if (c === '`') {
      this.at++;
      this.template(from);
    } else if (c === '}' && this.top.opens === '${') {
      this.at++;
      this.leave('}');
      this.template(from);
    } else if (c === '/' && this.slashOpensRegex() && this.take(REGEX)) this.push('regex', from);
    else if (c === '"' || c === "'") this.string(c, from);
    else if (this.take(NUMBER)) this.push('number', from);
    else if (this.take(WORD)) this.word(from);
    else this.mark(this.take(MARK), from);
  }

  private word(from: number): void {
    const isProperty = this.before('.') || this.before('?.');
    this.push('word', from);
    if (this.tokens.at(-1)?.text === 'class' && !isProperty && this.next() !== ':')
      this.top.classAhead = true;
  }

  private string(quote: string, from: number): void {
    const { code } = this;
    let end = from + 1;
    while (end < code.length && code[end] !== quote && code[end] !== '\n') end += code[end] === '\\' ? 2 : 1;
    this.at = Math.min(end + 1, code.length);
    this.push('string', from);
  }

  /** From after a backtick, or after the brace that ends a hole: on to the next hole or the end. */
  private template(from: number): void {
    const { code } = this;
    let end = this.at;
    while (end < code.length && code[end] !== '`' && !code.startsWith('${', end))
      end += code[end] === '\\' ? 2 : 1;
    const hole = code[end] === '$';
    this.at = Math.min(end + (hole ? 2 : 1), code.length);
    this.push('template', from);
    if (hole) this.enter({ opens: '${' });
  }

  private mark(text: string, from: number): void {
    switch (text) {
      case ')':
      case ']':
      case '}':
        this.leave(text);
        this.push('mark', from);
        return;
      case '(': {
        const control = this.controlWordBefore();
        this.push('mark', from);
        this.enter({ opens: '(', control });
        return;
      }
      case '[':
        this.push('mark', from);
        this.enter({ opens: '[' });
        return;
      case '{': {
        const bracket = this.brace();
        this.push('mark', from);
        this.enter(bracket);
        return;
      }
      case ',':
      case ';':
        this.setArrow(false);
        this.push('mark', from);
        return;
      default:
        this.push('mark', from);
        if (text === '=>' && this.next() !== '{') this.setArrow(true);
    }
  }

  /** What a brace opens, judged by what stands before it. */
  private brace(): Pick<Bracket, 'opens'> & Partial<Bracket> {
    const before = this.tokens.at(-1);
    if (this.top.classAhead) {
      this.top.classAhead = false;
      return { opens: '{', members: true };
    }
    if (!before) return { opens: '{' };
    if (before.kind === 'word')
      return { opens: '{', body: before.text === 'static', members: !BEFORE_BLOCK.has(before.text) };
    if (before.text === ')') return { opens: '{', body: this.closed?.control !== true };
    if (before.text === '=>') return { opens: '{', body: true };
    return { opens: '{', members: before.kind === 'mark' && ![';', '{', '}'].includes(before.text) };
  }

  private controlWordBefore(): boolean {
    if (this.top.members) return false;
    const back = this.before('await') ? 2 : 1;
    const word = this.tokens.at(-back);
    const ahead = this.tokens.at(-back - 1)?.text;
    return word?.kind === 'word' && CONTROL.has(word.text) && ahead !== '.' && ahead !== '?.';
  }

  private slashOpensRegex(): boolean {
    const before = this.tokens.at(-1);
    if (!before) return true;
    if (before.kind === 'word') return BEFORE_REGEX.has(before.text);
    if (before.kind !== 'mark') return false;
    if (before.text === ')') return this.closed?.control === true;
    return before.text !== ']' && before.text !== '}';
  }

  private enter(given: Pick<Bracket, 'opens'> & Partial<Bracket>): Bracket {
    this.top = { body: false, members: false, control: false, arrow: false, classAhead: false, ...given };
    this.open.push(this.top);
    if (this.top.body) this.functions++;
    return this.top;
  }

  private leave(closes: string): void {
    this.setArrow(false);
    this.closed = this.top;
    if (CLOSES[this.top.opens] !== closes) this.balanced = false;
    if (this.open.length === 1) return;
    if (this.top.body) this.functions--;
    this.open.pop();
    this.top = this.open.at(-1)!;
  }

  private setArrow(arrow: boolean): void {
    if (this.top.arrow !== arrow) this.functions += arrow ? 1 : -1;
    this.top.arrow = arrow;
  }

  private push(kind: Token['kind'], from: number): void {
    const text = this.code.slice(from, this.at);
    this.tokens.push({ kind, text, at: from, depth: this.open.length - 1, inFunction: this.functions > 0 });
  }

  private before(text: string): boolean {
    return this.tokens.at(-1)?.text === text;
  }

  /** The character that the next token starts with. */
  private next(): string | undefined {
    SPACE.lastIndex = this.at;
    return this.code[this.at + (SPACE.exec(this.code)?.[0].length ?? 0)];
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const [taken = ''] = pattern.exec(this.code) ?? [];
    this.at += taken.length;
    return taken;
  }
}

const CLOSES: Readonly<Record<Bracket['opens'], string>> = {
  '': '',
  '(': ')',
  '[': ']',
  '{': '}',
  '${': '}',
};
