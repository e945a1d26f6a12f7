/** What a label means: words that people use for the classes that the trained models and the language guess know. */
import { fold, runsOf } from './text.ts';

/** What a label stands for; an 'open' one is only known by its words. */
export type Kind =
  | { readonly family: 'intent' | 'priority' | 'sentiment' | 'language'; readonly value: string }
  | { readonly family: 'screen' | 'truth' | 'support'; readonly value: 'yes' | 'no' }
  | { readonly family: 'act' | 'other' | 'open'; readonly value: string };

const TABLE: readonly (readonly [Kind['family'], string, string])[] = [
  [
    'intent',
    'billing',
    'billing payment payments invoice invoices finance accounting facturacion facturation abrechnung 請求',
  ],
  ['intent', 'technical', 'technical tech bug bugs defect incident technik tecnico technique 技術'],
  ['intent', 'account', 'account accounts login access authentication konto cuenta compte アカウント'],
  ['intent', 'general', 'general generic allgemein généralités misc miscellaneous 一般'],
  ['priority', 'low', 'low minor p4 p3 baja basse niedrig 低'],
  ['priority', 'medium', 'medium normal moderate p2 media moyenne mittel 中'],
  ['priority', 'high', 'high major p1 alta haute hoch 高'],
  ['priority', 'critical', 'critical urgent blocker emergency p0 critica critique kritisch 緊急'],
  [
    'sentiment',
    'angry',
    'angry negative frustrated upset unhappy furious dissatisfied enfadado fache wutend 怒り',
  ],
  ['sentiment', 'neutral', 'neutral mixed calm 中立'],
  ['sentiment', 'satisfied', 'satisfied positive happy pleased delighted content 満足'],
  ['language', 'en', 'en eng english englisch ingles anglais 英語'],
  ['language', 'es', 'es spa spanish spanisch espanol espagnol スペイン語'],
  ['language', 'fr', 'fr fra french franzosisch frances francais フランス語'],
  ['language', 'de', 'de deu ger german deutsch aleman allemand ドイツ語'],
  ['language', 'ja', 'ja jpn jp japanese japanisch japones japonais 日本語'],
  [
    'language',
    'none',
    'it italian pt portuguese nl dutch zh chinese ko korean ru russian ar arabic pl polish',
  ],
  [
    'screen',
    'yes',
    'safe ok allow allowed allow publish approve approved pass passed clean appropriate acceptable ham',
  ],
  [
    'screen',
    'no',
    'unsafe block blocked reject rejected fail failed toxic harmful inappropriate flag flagged spam scam hate violence abuse harassment sexual',
  ],
  ['truth', 'yes', 'yes true'],
  ['truth', 'no', 'no false'],
  ['support', 'yes', 'grounded supported faithful factual consistent correct'],
  [
    'support',
    'no',
    'hallucination hallucinated unsupported ungrounded unfaithful fabricated inconsistent incorrect contradicted',
  ],
  ['act', 'greeting', 'greeting greetings hello smalltalk chitchat'],
  ['act', 'thanks', 'thanks gratitude praise compliment feedback'],
  ['act', 'question', 'question questions inquiry enquiry howto faq information info'],
  ['act', 'complaint', 'complaint complaints grievance'],
  ['act', 'request', 'request change order'],
  ['act', 'sales', 'sales presales purchase buying lead quote'],
  ['act', 'feature', 'feature idea suggestion wish'],
  ['act', 'problem', 'problem issue error outage failure'],
  ['other', 'other', 'other others none unknown else unclear unsure undefined'],
];

const byWord = new Map<string, Kind>();
for (const [family, value, words] of TABLE)
  for (const word of fold(words).split(' '))
    if (!byWord.has(word)) byWord.set(word, { family, value } as Kind);

/** Words that a label carries beside its meaning: 'billing issue', 'tech support', 'not supported' keeps its 'not'. */
const FILLERS: ReadonlySet<string> = new Set(
  'issue issues problem problems question questions request requests support team department ticket tickets inquiry priority sentiment language and or of the a an customer related'.split(
    ' ',
  ),
);

/** The words of a label: 'techSupport', 'tech_support' and 'Tech support' have the same. */
export const labelWords = (label: string): string[] =>
  runsOf(fold(label.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_\-/&]/g, ' ')));

/** What a label stands for. */
export function kindOf(label: string): Kind {
  const words = labelWords(label);
  const telling = words.filter((word) => !FILLERS.has(word));
  const kinds = (telling.length > 0 ? telling : words).map((word) => byWord.get(word));
  const [first] = kinds;
  const agree = first && kinds.every((kind) => kind?.family === first.family && kind.value === first.value);
  return agree ? first : { family: 'open', value: words.join(' ') };
}
