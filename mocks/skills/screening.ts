/** What a platform may not want to publish, by cues: a rough filter of the kind that small models are. */
import { compileCues } from './cues.ts';
import { lazy } from './memo.ts';
import { fold } from './text.ts';

const HARM: Readonly<Record<string, string>> = {
  spam: 'click here,free money,earn $,earn up to,work from home,limited offer,act now,buy now,casino,betting,free gift,winner,you have won,crypto giveaway,double your,followers for,cheap pills,viagra,bit.ly,tinyurl,100% free,make money fast,haz clic,dinero facil,argent facile,cliquez ici,hier klicken,schnelles geld,稼げ,無料プレゼント,今すぐクリック',
  scam: 'wire the money,gift card*,verify your account,confirm your password,your account will be closed,send your password,seed phrase,bank details,social security number,nigerian,inheritance,contrasena y tarjeta,mot de passe et carte,暗証番号を',
  hate: 'subhuman,vermin,go back to your country,inferior race,hate all,all of them are criminals,untermensch*,parasit*,raza inferior,race inferieure,死ねばいい,劣等',
  violence:
    'kill you,kill him,kill her,kill them,i will hurt,beat you up,shoot,bomb,stab,burn down,blood on,murder,te voy a matar,matar a,je vais te tuer,tuer,ich bringe dich um,umbringen,殺す,殺してやる,爆破',
  abuse:
    'idiot*,moron*,stupid,dumb,loser*,shut up,pathetic,worthless,fool,imbecil*,estupid*,cretin,connard,depp,arschloch,blod*,バカ,馬鹿,アホ,クズ',
  sexual: 'nude*,xxx,porn*,sexual*,escort*,naked,desnud*,nackt*,ポルノ,裸',
  selfharm: 'kill myself,suicide,end my life,hurt myself,suicidio,me suicider,umbringen will,自殺,死にたい',
  drugs:
    'cocaine,heroin,meth,buy weed,pills without prescription,weapon*,buy a gun,cocaina,drogen,drogue,覚醒剤,麻薬',
};

const kinds = Object.keys(HARM);
const finder = lazy(() => compileCues(kinds.map((kind) => HARM[kind]!.split(','))));

/** Kinds of harm that have a cue in the text, with how many; empty if it looks harmless. */
export function harmsIn(text: string): ReadonlyMap<string, number> {
  const counts = finder()(fold(text));
  return new Map(kinds.map((kind, i) => [kind, counts[i]!] as const).filter(([, count]) => count > 0));
}
