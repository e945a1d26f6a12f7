/** The set pieces of a reply, by language; everything else in a reply comes from the articles or the message. */
import type { Language } from './language.ts';

export interface Phrases {
  /** Opens a reply; one for each manner of writing. */
  readonly opening: readonly [string, string];
  /** To an angry writer, in place of thanks. */
  readonly sorry: readonly [string, string];
  /** Leads from the greeting to what an article says; {title} is named. */
  readonly lead: readonly [string, string];
  /** Leads to a second article. */
  readonly further: readonly [string, string];
  readonly closing: readonly [string, string];
  /** Nothing in the help centre answers this; a person takes over. */
  readonly uncovered: string;
  readonly welcome: string;
  readonly youAreWelcome: string;
  /** No articles were at hand: what the model needs to know, by what the message is about. */
  readonly general: string;
  readonly ask: Readonly<Record<'billing' | 'technical' | 'account' | 'general', string>>;
  readonly takesOver: string;
  /** Claims without support; {n} is a number that no article holds. */
  readonly invented: readonly string[];
  readonly apology: string;
  /** {list} holds what was written before, quoted. */
  readonly recalled: string;
  readonly nothingToRecall: string;
  /** {language} is the name of the language asked for. */
  readonly untranslated: string;
}

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    opening: ['Hello, thank you for writing to us.', 'Hi, thanks for getting in touch.'],
    sorry: [
      'Hello, I am sorry for the trouble this has caused you.',
      'Hi, I am sorry about this; I understand how annoying it is.',
    ],
    lead: ['Our article “{title}” covers this.', 'The help centre answers this under “{title}”.'],
    further: ['See also “{title}”.', 'This may help too: “{title}”.'],
    closing: [
      'If this does not solve it, just reply here and a colleague will look at your case in person.',
      'If anything is still unclear, answer this message and one of us will take a closer look.',
    ],
    uncovered:
      'I have looked through our help centre, and none of its articles covers your question. I would rather not guess, so I am passing your message on to a colleague, who will answer you personally. Please add anything else that helps us understand what you need.',
    welcome: 'Hello! How can I help you today?',
    youAreWelcome: 'You are very welcome! Thank you for the kind words; we are here whenever you need us.',
    general: 'From here I cannot see the details of your case.',
    ask: {
      billing: 'To help you quickly, please tell me the invoice number or the date of the payment.',
      technical:
        'To help you quickly, please tell me what you did just before, what you expected, and the exact error message if there is one.',
      account:
        'To help you quickly, please tell me the email address of the account and the name of the workspace.',
      general:
        'Please tell me a little more about what you would like to do, and I will look for the right article.',
    },
    takesOver: 'If you would rather talk to a person, say so and a colleague will take over.',
    invented: [
      'In most cases this is done automatically within {n} days.',
      'Please note that a handling fee of {n} euros applies.',
      'You can do this at most {n} times a year.',
    ],
    apology:
      'I am sorry that this happened, and for the time it has cost you. It is not the service we want to give.',
    recalled: 'Earlier in this conversation you wrote: {list}.',
    nothingToRecall:
      'This is the first message of our conversation, so there is nothing earlier that I could refer to.',
    untranslated: 'I could not translate this into {language}; here is the original:',
  },
  es: {
    opening: ['Hola, gracias por escribirnos.', 'Buenos días, gracias por ponerte en contacto.'],
    sorry: [
      'Hola, siento mucho las molestias que esto te ha causado.',
      'Buenos días, lamento lo ocurrido; entiendo lo molesto que es.',
    ],
    lead: ['Nuestro artículo «{title}» trata este tema.', 'El centro de ayuda lo explica en «{title}».'],
    further: ['Consulta también «{title}».', 'También puede servirte «{title}».'],
    closing: [
      'Si con esto no se resuelve, responde a este mensaje y una persona del equipo revisará tu caso.',
      'Si algo no queda claro, contesta aquí y lo miraremos con más detalle.',
    ],
    uncovered:
      'He revisado nuestro centro de ayuda y ningún artículo trata tu pregunta. Prefiero no adivinar, así que paso tu mensaje a una persona del equipo, que te responderá personalmente. Añade lo que creas útil para entender mejor lo que necesitas.',
    welcome: '¡Hola! ¿En qué puedo ayudarte hoy?',
    youAreWelcome: '¡De nada! Gracias por tus amables palabras; aquí estamos siempre que nos necesites.',
    general: 'Desde aquí no puedo ver los detalles de tu caso.',
    ask: {
      billing: 'Para ayudarte antes, dime el número de la factura o la fecha del pago.',
      technical:
        'Para ayudarte antes, dime qué hiciste justo antes, qué esperabas y el mensaje de error exacto, si lo hay.',
      account: 'Para ayudarte antes, dime el correo de la cuenta y el nombre del espacio de trabajo.',
      general: 'Cuéntame un poco más sobre lo que quieres hacer y buscaré el artículo adecuado.',
    },
    takesOver: 'Si prefieres hablar con una persona, dilo y alguien del equipo se ocupará.',
    invented: [
      'En la mayoría de los casos se hace automáticamente en {n} días.',
      'Ten en cuenta que se aplica un cargo de gestión de {n} euros.',
      'Puedes hacerlo como máximo {n} veces al año.',
    ],
    apology: 'Siento lo ocurrido y el tiempo que te ha hecho perder. No es el servicio que queremos dar.',
    recalled: 'Antes, en esta conversación, escribiste: {list}.',
    nothingToRecall:
      'Este es el primer mensaje de nuestra conversación, así que no hay nada anterior a lo que referirme.',
    untranslated: 'No he podido traducir esto ({language}); este es el original:',
  },
  fr: {
    opening: ['Bonjour, merci de nous avoir écrit.', 'Bonjour, merci de votre message.'],
    sorry: [
      'Bonjour, je suis désolé pour la gêne que cela vous a causée.',
      'Bonjour, toutes mes excuses ; je comprends combien cela est pénible.',
    ],
    lead: ['Notre article « {title} » traite ce sujet.', "Le centre d'aide l'explique dans « {title} »."],
    further: ['Voir aussi « {title} ».', 'Cet article peut aussi vous aider : « {title} ».'],
    closing: [
      "Si cela ne suffit pas, répondez à ce message et une personne de l'équipe examinera votre cas.",
      "S'il reste une question, répondez ici et nous regarderons cela de plus près.",
    ],
    uncovered:
      "J'ai parcouru notre centre d'aide et aucun article ne traite votre question. Je préfère ne rien inventer : je transmets votre message à une personne de l'équipe, qui vous répondra personnellement. Ajoutez tout ce qui peut nous aider à comprendre votre besoin.",
    welcome: "Bonjour ! Comment puis-je vous aider aujourd'hui ?",
    youAreWelcome: 'Avec plaisir ! Merci pour vos mots aimables ; nous restons à votre disposition.',
    general: "D'ici, je ne peux pas voir les détails de votre cas.",
    ask: {
      billing: 'Pour vous aider plus vite, indiquez-moi le numéro de la facture ou la date du paiement.',
      technical:
        "Pour vous aider plus vite, dites-moi ce que vous avez fait juste avant, ce que vous attendiez et le message d'erreur exact, s'il y en a un.",
      account:
        "Pour vous aider plus vite, indiquez-moi l'adresse e-mail du compte et le nom de l'espace de travail.",
      general: "Dites-m'en un peu plus sur ce que vous souhaitez faire et je chercherai le bon article.",
    },
    takesOver: "Si vous préférez parler à une personne, dites-le et quelqu'un de l'équipe prendra le relais.",
    invented: [
      'Dans la plupart des cas, cela se fait automatiquement en {n} jours.',
      'Notez que des frais de dossier de {n} euros sont prélevés.',
      'Vous pouvez le faire au plus {n} fois par an.',
    ],
    apology:
      "Je suis désolé de ce qui s'est passé et du temps que cela vous a coûté. Ce n'est pas le service que nous voulons offrir.",
    recalled: 'Plus tôt dans cette conversation, vous avez écrit : {list}.',
    nothingToRecall:
      "C'est le premier message de notre conversation ; il n'y a donc rien d'antérieur à quoi me référer.",
    untranslated: "Je n'ai pas pu traduire ce texte ({language}) ; voici l'original :",
  },
  de: {
    opening: ['Guten Tag, vielen Dank für Ihre Nachricht.', 'Hallo, danke, dass Sie sich melden.'],
    sorry: [
      'Guten Tag, es tut mir leid, dass Sie solchen Ärger haben.',
      'Hallo, ich bitte um Entschuldigung; ich verstehe, wie ärgerlich das ist.',
    ],
    lead: ['Unser Artikel „{title}“ behandelt das Thema.', 'Im Hilfebereich steht das unter „{title}“.'],
    further: ['Siehe auch „{title}“.', 'Vielleicht hilft auch „{title}“.'],
    closing: [
      'Wenn das nicht hilft, antworten Sie einfach hier; dann sieht sich ein Mensch aus dem Team Ihren Fall an.',
      'Wenn noch etwas unklar ist, antworten Sie auf diese Nachricht, und wir sehen genauer nach.',
    ],
    uncovered:
      'Ich habe unseren Hilfebereich durchgesehen, und kein Artikel behandelt Ihre Frage. Ich möchte nicht raten und gebe Ihre Nachricht deshalb an einen Menschen aus dem Team weiter, der Ihnen persönlich antwortet. Ergänzen Sie gern alles, was uns hilft, Ihr Anliegen zu verstehen.',
    welcome: 'Hallo! Wie kann ich Ihnen heute helfen?',
    youAreWelcome: 'Sehr gern! Danke für die netten Worte; wir sind da, wenn Sie uns brauchen.',
    general: 'Von hier aus kann ich die Einzelheiten Ihres Falls nicht sehen.',
    ask: {
      billing: 'Damit es schnell geht, nennen Sie mir bitte die Rechnungsnummer oder das Datum der Zahlung.',
      technical:
        'Damit es schnell geht, schreiben Sie mir bitte, was Sie davor getan haben, was Sie erwartet haben und wie die Fehlermeldung genau lautet.',
      account:
        'Damit es schnell geht, nennen Sie mir bitte die E-Mail-Adresse des Kontos und den Namen des Arbeitsbereichs.',
      general: 'Schreiben Sie mir bitte etwas mehr über Ihr Anliegen, dann suche ich den passenden Artikel.',
    },
    takesOver:
      'Wenn Sie lieber mit einem Menschen sprechen, sagen Sie es; dann übernimmt jemand aus dem Team.',
    invented: [
      'In den meisten Fällen geschieht das automatisch innerhalb von {n} Tagen.',
      'Bitte beachten Sie, dass dafür eine Gebühr von {n} Euro anfällt.',
      'Das ist höchstens {n} Mal im Jahr möglich.',
    ],
    apology:
      'Es tut mir leid, dass das passiert ist und Sie Zeit gekostet hat. So soll unser Service nicht sein.',
    recalled: 'Vorhin haben Sie in diesem Gespräch geschrieben: {list}.',
    nothingToRecall:
      'Das ist die erste Nachricht in unserem Gespräch; davor gibt es nichts, worauf ich mich beziehen könnte.',
    untranslated: 'Das konnte ich nicht übersetzen ({language}); hier ist das Original:',
  },
  ja: {
    opening: ['お問い合わせありがとうございます。', 'ご連絡いただきありがとうございます。'],
    sorry: ['ご不便をおかけして申し訳ございません。', 'ご迷惑をおかけし、心よりお詫び申し上げます。'],
    lead: ['ヘルプ記事「{title}」にご案内があります。', '詳しくは「{title}」をご覧ください。'],
    further: ['「{title}」もあわせてご覧ください。', 'こちらも参考になります：「{title}」。'],
    closing: [
      '解決しない場合は、このメッセージにご返信ください。担当者が直接確認いたします。',
      'ご不明な点がありましたら、このままご返信ください。担当者が詳しくお調べします。',
    ],
    uncovered:
      'ヘルプセンターを確認しましたが、ご質問に当てはまる記事は見つかりませんでした。推測でお答えすることは控え、担当者へおつなぎいたします。担当者から直接ご返信いたしますので、ほかに参考になることがあればお知らせください。',
    welcome: 'こんにちは。本日はどのようなご用件でしょうか。',
    youAreWelcome: 'どういたしまして。温かいお言葉をありがとうございます。いつでもご連絡ください。',
    general: 'こちらからはお客様の詳しい状況を確認できません。',
    ask: {
      billing: '早くご案内できるよう、請求書番号またはお支払い日をお知らせください。',
      technical:
        '早くご案内できるよう、直前の操作、期待した結果、表示されたエラーメッセージをお知らせください。',
      account: '早くご案内できるよう、アカウントのメールアドレスとワークスペース名をお知らせください。',
      general: 'ご希望の内容をもう少し詳しくお知らせいただければ、該当する記事をお探しします。',
    },
    takesOver: '担当者と直接お話しになりたい場合は、その旨をお知らせください。',
    invented: [
      '多くの場合、{n}日以内に自動で処理されます。',
      'なお、手数料として{n}円がかかります。',
      'この操作は年に{n}回までです。',
    ],
    apology:
      'このたびはご不快な思いをさせてしまい、申し訳ございません。お時間を取らせてしまったこともお詫びいたします。',
    recalled: 'この会話では先に次のようにお書きでした：{list}。',
    nothingToRecall: 'これが会話の最初のメッセージですので、それより前の内容はございません。',
    untranslated: '翻訳できませんでした（{language}）。原文は次のとおりです：',
  },
};

/** The quotation marks of a language. */
export const QUOTES: Readonly<Record<Language, readonly [string, string]>> = {
  en: ['“', '”'],
  es: ['«', '»'],
  fr: ['« ', ' »'],
  de: ['„', '“'],
  ja: ['「', '」'],
};
