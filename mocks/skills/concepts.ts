/**
 * What the simulated models know of meaning: words of five languages that say the same thing. A text that holds one is
 * treated as holding the concept, in search and where a text is compared with label words that nobody declared.
 */
import { compileCues } from './cues.ts';
import { lazy } from './memo.ts';

/** Cues by concept, separated by commas; how a cue is matched stands in cues.ts. */
const CONCEPTS: Readonly<Record<string, string>> = {
  double:
    'twice,double*,duplicat*,two payments,two charges,second time,dos veces,doble,duplicad*,deux fois,en double,doublon*,doppelt*,zweimal,二重,二回,2回,重複,2件',
  charge:
    'charge*,payment*,billed,debited,paid,pay,paying,cobr*,cargo*,pago*,debit*,prelev*,paiement*,payer,paye,abgebucht,abbuch*,zahl*,bezahl*,belastet,引き落と,決済,支払,課金',
  refund:
    'refund*,money back,reimburs*,reembols*,devol*,devuelv*,rembours*,erstatt*,ruckerstatt*,geld zuruck,返金,払い戻',
  invoice:
    'invoice*,receipt*,bill,bills,factura,facturas,recibo*,facture,factures,recus,rechnung*,beleg*,quittung*,請求書,領収書',
  cancel:
    'cancel*,terminat*,unsubscribe,quit our plan,dar de baja,resili*,annul*,kundig*,解約,キャンセル,退会',
  renew: 'renew*,auto-renew,renov*,renouvel*,reconduct*,verlanger*,自動更新,契約更新',
  price:
    'price*,pricing,cost,costs,how much,precio*,cuesta,cuanto vale,coste,prix,tarif*,coute,cout,combien,preis*,kosten,kostet,料金,価格,値段,いくら',
  discount:
    'discount*,coupon*,promo*,charity,charities,nonprofit*,descuento*,ong,remise*,reduction*,association*,rabatt*,gemeinnutzig*,verein,割引,クーポン,非営利',
  card: 'credit card,card,cards,tarjeta*,carte bancaire,carte,kreditkarte*,karte,カード',
  declined: 'declin*,reject*,rechaz*,refuse*,abgelehnt*,拒否,失敗',
  upgrade:
    'upgrad*,bigger plan,higher plan,subir de plan,mejorar,passer a,hoherer tarif,hochstufen,アップグレード,上位プラン',
  downgrade:
    'downgrad*,cheaper,smaller plan,bajar de plan,mas barato,moins cher,inferieure,gunstiger*,kleinerer tarif,ダウングレード,安いプラン',
  seat: 'seat*,licen*,per user,members we pay,asiento*,puesto*,siege,sieges,platz,platze,席数,人数',
  left: 'left the company,left us,has left,have left,no longer works,former,gone,ya no trabaja,se fue,ha dejado,quitte*,ne travaille plus,parti,ausgeschieden,verlassen,nicht mehr da,退職,退社,辞め',
  tax: 'vat,tax,taxes,sales tax,iva,impuesto*,tva,taxe*,mwst,umsatzsteuer,mehrwertsteuer,steuer*,消費税,税金,税',
  address: 'address*,direccion,domicilio,adresse*,anschrift*,住所,宛名',
  password: 'password*,passcode,contrasena*,clave,mot de passe,mots de passe,passwort*,kennwort*,パスワード',
  forgot: 'forgot*,forget,olvid*,oubli*,vergessen,忘れ',
  signin:
    'sign in,sign-in,signing in,log in,login,logging in,logged in,iniciar sesion,inicio de sesion,entrar,acceder,me connecter,se connecter,connexion,anmeld*,einlogg*,eingeloggt,ログイン,サインイン',
  locked:
    'locked,lock,blocked,too many attempts,bloquead*,demasiados intentos,bloque,verrouill*,trop de tentatives,gesperrt,ausgesperrt,ロック',
  twofactor:
    '2fa,two-factor,two factor,authenticator,backup code*,verification code*,second factor,dos pasos,doble factor,double authentification,deux facteurs,zwei-faktor*,二段階,2段階,認証コード,認証アプリ',
  sso: 'sso,saml,okta,entra,single sign-on,シングルサインオン',
  phone:
    'phone*,mobile,smartphone*,android,iphone,ipad,tablet,movil*,telefono*,celular,telephone*,portable,handy,handys,telefon,スマホ,携帯,アンドロイド,端末',
  crash:
    'crash*,closes,shuts down,quits,freez*,frozen,se cierra,se cuelga,congel*,plant*,se ferme,se fige,sturzt,abgesturzt,absturz*,schliesst sich,friert,落ち,クラッシュ,固ま,フリーズ',
  blank:
    'blank,white screen,white page,empty page,spinner,spinning,en blanco,pantalla blanca,page blanche,ecran blanc,tourne,leere seite,weisse,weisser,ladekreis,真っ白,白い画面,読み込み中',
  slow: 'slow*,lag*,sluggish,takes ages,takes forever,lent*,lenteur*,rame,langsam*,ruckel*,trage,遅い,遅く,重い,重く',
  outage:
    'down,outage*,offline for everyone,nobody can,caid*,no responde,nadie puede,en panne,panne,personne ne peut,ausfall*,ausgefallen,storung*,nicht erreichbar,niemand kann,障害,ダウン,誰も',
  sync: 'sync*,sincroniz*,synchron*,abgleich*,同期',
  hours:
    'hours,time sheet*,timesheet*,timer,horas,cronometro,heures,chrono*,stunden*,zeiterfassung,stoppuhr,作業時間,タイマー,タイムシート,工数',
  missing:
    'missing,disappear*,vanish*,are gone,is gone,lost,desaparec*,falta,faltan,disparu*,manqu*,verschwunden,weg,fehlt,fehlen,消え,なくな',
  restore:
    'restor*,recover*,get it back,undelete,trash,recuper*,restaur*,papelera,corbeille,recuperer,wiederherstell*,papierkorb,zuruckholen,復元,復旧,ゴミ箱,元に戻',
  deleted: 'delet*,erase*,removed,borr*,elimin*,supprim*,efface*,gelosch*,losch*,entfern*,削除,消し',
  export: 'export*,エクスポート,書き出し,出力',
  import: 'import*,upload the file,csv,取り込,インポート',
  report: 'report*,informe*,rapport*,bericht*,レポート,集計',
  email: 'email*,e-mail*,mail,mails,correo*,courriel*,mel,メール',
  notify: 'notif*,benachrichtig*,avis*,通知',
  calendar: 'calendar*,outlook,calendario,agenda,calendrier,kalender*,termin*,カレンダー',
  invite:
    'invit*,new colleague*,new hire*,add a user,add people,einlad*,eingeladen,hinzufug*,anadir,ajouter,nouveau collegue,招待,追加',
  permission:
    'permission*,role,roles,admin rights,access right*,not allowed,permiso*,rol,droit*,autoris*,rolle,rollen,recht,rechte,berechtig*,権限,ロール',
  owner: 'owner*,ownership,propietari*,proprietaire*,inhaber*,オーナー,所有者',
  expired: 'expir*,no longer valid,caduc*,vencid*,perime*,abgelaufen,lauft ab,期限切れ,有効期限',
  name: 'surname,last name,my name,apellido*,nombre,nom de famille,nachname*,namen,名字,名前,姓',
  suspicious:
    'was not me,not me,unknown device,unknown sign-in,hack*,stolen,someone else,sospechos*,no fui yo,pirat*,inconnue,ce n etait pas moi,fremde,unbekannt*,gehackt,不審,見覚えのない,乗っ取',
  data: 'my data,our data,all data,all the data,mis datos,nuestros datos,mes donnees,nos donnees,meine daten,unsere daten,alle daten,全データ,データ',
  location:
    'where is data,stored,servers,region,hosted,donde se guardan,servidores,heberge*,stockees,serveurs,gespeichert,serverstandort,rechenzentrum,保管,サーバー',
  hello: 'hello,hi,hey,good morning,hola,buenos dias,bonjour,salut,hallo,guten tag,こんにちは,おはよう',
  thanks: 'thank*,gracias,merci,danke*,dank,ありがとう,感謝',
  api: 'api,token,webhook*,endpoint*,429,401,403,bearer',
  shipping:
    'ship*,deliver*,parcel,package,courier,envio*,paquete,livraison,colis,liefer*,versand,paket,配送,発送,荷物',
  urgent: 'urgent*,asap,immediately,right now,emergency,urgente,urgence,dringend,sofort,至急,緊急,今すぐ',
  complaint:
    'complain*,unacceptable,terrible,awful,disappointed,furious,queja,reclama*,plainte,inadmissible,beschwer*,unverschamt*,苦情,ひどい',
  buy: 'buy*,purchase,demo,trial,quote,sales,interested in,comprar,acheter,devis,essai,kaufen,angebot,testphase,購入,見積,トライアル,導入',
  idea: 'feature request*,suggest*,idea,ideas,would be nice,roadmap,suger*,propuesta,suggestion*,idee*,vorschlag*,wunsch*,要望,提案',
};

const names = Object.keys(CONCEPTS);
const finder = lazy(() => compileCues(names.map((name) => CONCEPTS[name]!.split(','))));

/** Names of the concepts that a folded text holds, in a fixed order. */
export function conceptsOf(folded: string): string[] {
  const counts = finder()(folded);
  return names.filter((_, i) => counts[i]! > 0);
}
