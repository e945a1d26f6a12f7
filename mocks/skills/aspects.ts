/**
 * What matters for urgency and mood, whatever a ticket is about: who is hit, what is lost, by when, and in what tone.
 * Cues of five languages by aspect, separated by commas; how a cue is matched stands in cues.ts.
 */
import { compileCues } from './cues.ts';
import { lazy } from './memo.ts';

const ASPECTS: Readonly<Record<string, string>> = {
  everyone:
    'across all,across the company,all branches,all departments,all employees,all of us,all offices,all our,all sites,all staff,all stores,all teams,all users,alle abteilungen,alle benutzer,alle filialen,' +
    'alle kollegen,alle laden,alle mitarbeiter*,alle nutzer,alle standorte,alle teams,allen standorten,aucun de nos,aucun employe,aucun magasin,aucun salarie,aucun utilisateur,aucune equipe,company-wide,die ganze,' +
    'en todas las,entire company,entire department,entire office,entire organi*,entire staff,entire team,entire warehouse,every branch,every employee,every one of,every site,every user,everybody,everyone,firmenweit,' +
    'ganze belegschaft,ganze betrieb,ganze firma,ganze team,ganze unternehmen,ganzen firma,ganzen unternehmen,ganzes team,gesamte belegschaft,gesamte firma,gesamte team,gesamte unternehmen,gesamten betrieb,' +
    "gesamten unternehmen,kein einziger,kein kollege,kein mitarbeiter,keiner kann,keiner mehr,keiner von uns,komplette firma,kompletten betrieb,l'ensemble de,l'ensemble des,nadie,niemand,ningun empleado," +
    'ningun equipo,ningun usuario,ninguna de,ninguna tienda,ninguno de,ninguno puede,no one,nobody,none of our,none of us,nos equipes,nos magasins,nos salaries,not a single,not one of,nuestros empleados,' +
    "organi*ation-wide,our employees,our staff,our warehouse,personne n'arrive,personne ne,plus aucun,plus personne,samtliche,toda la compania,toda la empresa,toda la fabrica,toda la oficina,toda la organizacion," +
    'toda la plantilla,todas las oficinas,todas las sedes,todas las tiendas,todas nuestras,todo el equipo,todo el mundo,todo el personal,todos los empleados,todos los equipos,todos los usuarios,todos nosotros,' +
    "todos nuestros,tous les employes,tous les magasins,tous les salaries,tous les sites,tous les utilisateurs,tous nos,tout le monde,tout le personnel,toute l'entreprise,toute l'equipe,toute la boite," +
    'toute la societe,toutes les equipes,toutes nos,unsere gesamte,unsere mitarbeiter,unserer mitarbeiter,whole clinic,whole company,whole department,whole factory,whole office,whole organi*,whole school,whole team,' +
    'whole warehouse,だれも,スタッフ全,チーム全体,会社全体,全チーム,全ユーザー,全事業所,全員,全店,全従業員,全拠点,全支店,全校,全社,全部署,弊社の全,従業員が,社内の誰,社員が,組織全体,誰も,誰一人,部署全体',
  security:
    'acceso no autorizado,accesos no,alert,alguien entro,alguien ha entrado,ancien employe,ancien salarie,andere firma,andere firmen,andere kunden,anderen firma,anderer kunden,angreifer,angriff,another company,' +
    "ataque,attacker*,attaque,breach*,brecha,ce n'est pas moi,ce n'etait pas moi,client data,client files,compromis*,confidential,confidentiel*,customer data,d'autres clients,d'un autre client,d'une autre entreprise," +
    "d'une autre societe,data incident,datenleck,datenpanne,datenschutzvorfall,datos confidenciales,datos de clientes,datos de otra,datos personales,desconocid*,donnees clients,donnees d'une autre," +
    'donnees de nos clients,donnees personnelles,ehemaliger mitarbeiter,einbruch,eindring*,eingedrungen,erpress*,ex empleado,ex-employee,exempleado,exposed,faille,filtracion,filtrad*,former employee,fremde firma,' +
    "fremden firma,fremden unternehmens,fremder zugriff,fuga de datos,fuite*,gehackt,gestohlen,hack*,han cambiado mi contrasena,i did not do,i didn't do,ich war das nicht,incident de securite,incidente de seguridad," +
    "inconnu s'est,intruder*,intrus*,jaquead*,jemand hat mein,jemand hat sich,kundendaten,leak*,leck,logged in as me,malicious,malveillan*,missbraucht,mot de passe a ete change,no es nuestra,no fui yo,no he sido yo," +
    'non autorise*,not by me,not ours,other companies,other company,other customer*,otra empresa,otras empresas,otro cliente,otros clientes,out of spite,password was changed,passwort wurde geandert,personal data,' +
    "personenbezogene,phishing,pirat*,privacy incident,quelqu'un s'est connecte,ransom*,robad*,robo de datos,s'est connecte a mon compte,security hole,security incident,shown to other,sicherheitslucke," +
    'sicherheitsvorfall,sin autorizacion,somebody else,somebody logged,someone else,someone logged,steal our data,still had access,still has access,stolen,strange login,stranger*,suplant*,un inconnu,unauthori*,' +
    "unbefugt*,unbekannte person,unbekannter,unfamiliar,unknown ip,unknown person,usurp*,vertraulich*,visible to other,vole,volees,voles,vulnerab*,war nicht ich,was not me,wasn't me,ハッカー,ハッキング,パスワードが変更され,不正,乗っ取,他の会社," +
    '他社の,侵入,個人情報,元社員,別の会社,別の顧客,別会社,形跡,心当たりのない,情報が見え,攻撃,機密,流出,海外から,漏えい,漏洩,知らない人,脆弱性,見知らぬ,見覚えのない,誰かがログイン,誰かに,身に覚えのないログイン,退職者が,顧客データ,顧客名簿,顧客情報',
  legal:
    'abogad*,aepd,amende,anwalt*,attorney*,audit by,auditoria,auditors,aufsichtsbehorde,authorities,avocat*,behorde*,betriebsprufung,bussgeld,cnil,compliance,controle fiscal,counsel,court,data protection,' +
    'datenschutz*,demanda,demandar,denuncia,dsgvo,finanzamt,gdpr,gericht*,gesetzlich*,hacienda,huissier,inspeccion,inspecteur*,inspection,inspector*,juridic*,juridique*,juriste*,juzgado,klage,labour office,' +
    "landgericht,lawsuit,lawyer*,legal,legales,mise en demeure,multa*,obligation legale,ordnungsgeld,penalt*,plainte,police,policia,polizei,proces,prosecut*,proteccion de datos,prud'hom*,pruf er,rechtsabteilung," +
    'rechtsanwalt*,regulator*,rgpd,sancion*,solicitor*,statutory,strafanzeige,subpoena,sue,sued,tax office,tribunal*,verklag*,wirtschaftsprufer,zoll,個人情報保護委員会,労基署,官庁,弁護士,当局,法務,法定,法律,法的,監査,監督署,税務調査,罰金,裁判,訴訟,警察',
  dataLoss:
    'all data,all our data,all projects,all the data,alle daten,alle projekte,alles geloscht,alles ist weg,alles verloren,alles weg,backup*,borrado todo,borrado todos,borraron todo,copia de seguridad,' +
    'copias de seguridad,corbeille est vide,corbeille vide,data loss,datensicherung,datenverlust,deleted all,deleted every,deleted everything,desaparecido todo,desaparecido todos,disparu avec,emptied the trash,' +
    'every board,every project,everything deleted,everything gone,everything has disappeared,everything is gone,irretrievabl*,lost all,lost everything,nichts mehr da,no copy,no hay otra copia,nothing is left,' +
    'papelera esta vacia,papelera vacia,papierkorb ist leer,papierkorb leer,perdida de datos,perdido los registros,perdido todo,perdido todos,perte de donnees,plus aucune donnee,records of the whole,samtliche daten,' +
    'sauvegarde*,sicherungskopie,todo borrado,todos los datos,todos los proyectos,tous les projets,tous nos projets,tout a disparu,tout est efface,tout est perdu,tout perdu,tout supprime,toutes les donnees,' +
    'toutes nos donnees,trash is empty,wiped,すべて消え,データがすべて,データが全て,データが全部,データが消え,バックアップから,全て消え,全データ,全部消え,復元できない,消失',
  outage:
    "500,502,503,504,a l'arret,alles steht,antworten nicht,antwortet nicht,at a halt,ausfall,ausgefallen,bad gateway,caida,caidas,caido,caidos,completely dead,completely stopped,does not come up,does not respond," +
    "down,estado dice,geht gar nichts,geht nichts mehr,hors d'usage,hors ligne,hors service,inaccesible,inaccessible*,indisponible,injoignable,is dead,lahmgelegt,nada funciona,ne repond pas du tout,ne repond plus," +
    'nicht erreichbar,nicht mehr erreichbar,nichts geht mehr,no carga nada,no funciona nada,no hay forma de entrar,no responde,no se puede acceder,not reachable,not responding,nothing is working,nothing loads,' +
    'nothing works,offline,outage,page de statut,pagina de estado,panne,parada total,parados,paralizad*,paralyse*,reagiert nicht,retablissement,rien ne fonctionne,rien ne marche,server,serveur*,servidor*,' +
    'sin servicio,stands idle,standstill,status page,statusseite,stehen komplett,stehen still,steht komplett,steht still,stillstand,stopped completely,tot,unavailable,unreachable,your servers,つながらず,つながらない,つながりません,' +
    'サーバー,ダウン,使えない状態,停止して,全面停止,完全に止ま,復旧の見込み,復旧見込み,応答がありません,応答しない,接続でき,業務が止,業務停止,止まっています,落ちています,障害',
  blocked:
    "am blocked,as soon as i,ausgesperrt,bei jedem,beim speichern,blocked from,button does nothing,cada vez que,can't access,can't clock,can't get in,can't get into,can't hand in,can't log,can't open,can't record," +
    "can't save,can't sign,can't start,can't submit,can't track,can't use,can't work,cannot access,cannot clock,cannot get in,cannot log,cannot open,cannot record,cannot save,cannot sign,cannot start,cannot submit," +
    'cannot track,cannot use,cannot work,chaque fois que,closes by itself,closes itself,compte bloque,compte desactive,compte verrouille,crashes as soon,crashes every,crashes on,crashes when,cuenta bloqueada,' +
    "da error,deactivated,deaktiviert,demi-journee,des que j'ouvre,desactivada,dias sin,disabled,do my job,do my work,does not let,doesn't let me,ecran blanc,enlace no,entire morning,error on every,est bloque," +
    'est verrouille,esta bloquead*,every time i,everything i enter,everything i typed,fails every time,gesperrt,get any of,halben tag,half a day,he olvidado la,hours of work,imposible entrar,impossible de,' +
    "isn't saved,jedes mal,kann ich keine,kann keine,kann meine,kann mich nicht,kann nicht mehr,kann niemand,keeps crashing,kein einloggen,kein zugang,kein zugriff,keinen zugriff,kicked me out,komme nicht an," +
    'komme nicht mehr,komme nicht rein,kommen nicht mehr,konnen nicht mehr,lassen sich nicht,lasst sich nicht,lecture seule,let me back,let me in,lien invalide,lien ne marche,locked me out,locked out,lost access,' +
    "lost my work,me han bloqueado,medio dia,my work done,n'ai plus,n'arrive pas a,n'arrive plus a,n'arrivons plus,ne demarre,ne peux pas,ne peux plus,ne pouvons pas,ne pouvons plus,ne puis,ne s'ouvre plus," +
    'nicht anmelden,nicht arbeiten,nicht benutzen,nicht einloggen,nicht mehr in mein,nicht mehr offnen,nicht mehr rein,nicht nutzen,nicht offnen,nicht speichern,nicht starten,nicht weiterarbeiten,nichts speichern,' +
    'no access,no arranca,no consigo,no logro,no me deja,no nos deja,no podemos,no puedo abrir,no puedo acceder,no puedo entrar,no puedo enviar,no puedo fichar,no puedo guardar,no puedo hacer,no puedo registrar,' +
    'no puedo trabajar,no puedo usar,no responde,no se abre,no se guarda,no tengo acceso,no tienes permiso,not able to,not saved,nothing gets saved,nothing happens when,nothing is saved,offnet nicht,' +
    "offnet sich nicht,on every page,page blanche,pagina en blanco,pantalla en blanco,perdu l'acces,perdu ma matinee,peut plus,peuvent pas,peuvent plus,plante au,plante des,plus acceder,plus acces,plus d'acces," +
    "plus me connecter,read-only,refuse d'enregistrer,refuse de demarrer,refuse de s'ouvrir,reset email never,reset mail never,rien n'est enregistre,sans acces,schreibgeschutzt,se cierra cada,se cierra nada," +
    'se cierra sola,se pierde todo,sin acceso,sin poder,since hours,solo lectura,startet nicht,stopped me from working,stuck outside,stunden arbeit,sturzt,suis bloque*,toda la manana,todo el dia,unable to,' +
    "unbrauchbar,ungultig,unusable,white screen,whole day,whole morning,wieder rein,wird nichts gespeichert,won't let me,won't open,won't save,won't start,zugang wurde,すぐ落ち,できず,アクセスできない,アクセスできません,サインインでき,ログインでき," +
    'ロックされ,仕事ができ,仕事が進ま,仕事にならない,何も記録,作業ができ,作業が進ま,使えない,使えなく,使えません,保存できない,保存できません,保存に失敗,入れて,入れない,入れなく,入れません,入力がすべて,入力が消,入力できない,入力できません,動かず,半日,反応がない,反応がなく,反応しない,受け取れず,受け取れません,届かずログイン,打刻でき,承認できない,承認できません,押せない,押せません,提出でき,' +
    '無効です,無駄にな,申請でき,真っ白,解除して,解除を,記録できない,記録できません,起動してすぐ,起動しない,起動しません,開けない,開けなく,開けません',
  deadline:
    "a primera hora,ahora mismo,antes de las,antes de manana,antes del,apres-demain,as fast as,as soon as possible,asap,at noon,at once,attendent,au plus vite,aujourd'hui,avant midi,avant vendredi,before noon," +
    'before the weekend,bis 16,bis 17,bis freitag,bis mittag,bis morgen,board meeting,by friday,by monday,by noon,by the end of the day,by the hour,ce matin,ce midi,ce soir,cet apres-midi,client is waiting,' +
    "cliente espera,clients are waiting,cuanto antes,customer is waiting,customer waits,dans l'heure,dans une heure,date limite,deadline,demain,des que possible,dispute,dringend*,due,eilig,eilt,el lunes tenemos," +
    'en priorite,en una hora,end of day,esperando las,esta esperando,esta noche,esta tarde,faire vite,fecha limite,first thing,have people,heute,highest priority,hochste prioritat,hoy,i present,immediat*,in an hour,' +
    'in einer stunde,in half an hour,in one hour,in ten minutes,in the next hour,in zwanzig,inmediat*,instantly,kunden warten,la paie,le client attend,le plus vite,lo antes posible,lo mas rapido,lohnabrechnung,lohne,' +
    'manana mismo,manana por la manana,maxima prioridad,minutes from now,morgen fruh,nominas,on monday morning,paies,para manana,payroll,people waiting,plazo,presentation,prioritaire,qui attend,quick help,quickly,' +
    'rapidement,right away,right now,sans delai,schnell,schnelle hilfe,schnellstmoglich,sofort,stichtag,this afternoon,this evening,time-critical,today,tomorrow,tonight,top priority,tout de suite,umgehend,until 17,' +
    'until 5,until noon,unverzuglich,urge,urgence,urgencia,urgency,urgent*,vor feierabend,waiting for us,warten auf,wartet,within an hour,within the hour,ya mismo,お客様を待,すぐに,すぐ対応,できるだけ早く,なるべく早く,一刻も早く,今すぐ,今日の,今日まで,今日中,' +
    '会議が,会議の,午前中,待たせて,急い,急ぎ,早めに,早急,明日が,明日の,明日まで,最優先,朝まで,期限まで,本日,給与,緊急,締め切り,締切,至急,間に合',
  moneyTaken:
    '2回引き落,a refund,abgebucht,aboneis,ai resilie,already paid,apres resiliation,au lieu de,avions resilie,avons resilie,bereits bezahlt,billed me,billed twice,billed us,buchen sie,cargo duplicado,cargo inesperado,' +
    'cargo que no,celui de trop,chargeback,charged again,charged for,charged me,charged my,charged our,charged twice,charged us,charging me,charging us,cobrado de mas,cobrado otra,cobro indebido,cobro que no,' +
    'dada de baja,das geld,debite a tort,debite deux,deja paye,deux fois,deux prelevements,devolucion,devolvais,devolved*,devolvernos,devuelv*,di de baja,differenz,dimos de baja,doble cargo,doble cobro,' +
    'doppelt berechnet,doppelt bezahlt,dos cargos,dos recibos,dos veces,double bill*,double charge*,double payment,double prelevement,el dinero,erstatt*,facture trop,falschen betrag,falscher betrag,full amount,' +
    'geld zuruck,give it back,habe gekundigt,haben gekundigt,have paid,higher amount,hit with,i cancelled,importe incorrecto,importe que no,incorrect amount,instead of the monthly,keep taking,la diferencia,' +
    'la difference,langst bezahlt,last payment,mahnung*,malgre la resiliation,me cobr*,mein geld,mi dinero,mon argent,money back,montant errone,montant trop,never agreed,never ordered,nevertheless charged,' +
    'nicht bestellt,no corresponde,nos cobr*,nos habeis cobrado,notre argent,nuestro dinero,obwohl wir,ohne vorwarnung,open a dispute,overcharged,owe us,preleve,prelevez,que nos devol,recover that,recuperar el,' +
    "reembols*,refund immediately,refund it,refund me,refund that,refund the,refund us,refunded,refuse de payer,reimburse,reintegr*,rembours*,reminder although,rendre l'argent,renewed for,renewed without,restituer," +
    'return the money,return what,rucklastschrift,ruckuberweis*,same amount twice,same month,sans avertissement,sans prevenir,schon bezahlt,seguis cobrando,should not have been,siguen cobrando,sin avisar,sin aviso,' +
    'somme indue,statt des,still charging,stop charging,taken from,the difference,the refund,too high,too much,took my money,trois fois la meme,trop percu,trotz kundigung,two charges,two payments,unberechtigt*,' +
    'unexpected charge,unknown charge,unser geld,we cancelled,we downgraded,we have been billed,withdrawn,without notice,without warning,wrong amount,ya hemos pagado,ya pagamos,you owe,zu hoch,zu viel berechnet,' +
    'zurucker*,zuruckuberweis*,zuruckzahl*,zuviel,お金を返,また引き落,二回引き落,二度請求,二重に,二重請求,余分に,同じ金額が,多く引,多く請求,差額を,引き落とされて,引き落とされました,戻ってきません,支払い済み,支払ったのに,解約したのに,解約したはず,解約済み,誤って請求,身に覚えのない請求,返してください,返金,金額が違,間違った金額',
  workaround:
    "a la main,a mano,aber schon,ansonsten,are fine,bei gelegenheit,by hand,can still,ce serait bien,cuando podais,de momento,don't lose sleep,eilt nicht,einstweilen,en attendant,entretanto,for now,for the moment," +
    'in the meantime,is fine,manually,manuell,manuellement,meanwhile,mientras tanto,minor,nachgetragen,nicht dringend,nicht eilig,nicht schlimm,no corre prisa,no es grave,no es urgente,no hurry,no rush,' +
    "not a big deal,not urgent,on se debrouille,other boards,otherwise fine,pas grave,pas urgent,por ahora,pour l'instant,pour le moment,quand vous aurez,rien d'urgent,sans urgence,sin prisa,solange,still works," +
    'von hand,vorerst,wenn sie zeit,when you have time,whenever,workaround,works fine,works in,would be good,would be nice,お手すき,とりあえず,今のところ,今は手で,急ぎではありません,急ぎではない,急ぎませんが,手で打ち,手作業,手動で',
  change:
    'a compter de,a partir de,a partir du,ab dem nachsten,ab nachstem,ab sofort,actualizad,actualizar los,ajouter,anadid,anadir a,andern sie,anpassen,anzupassen,as of next,bitte ander*,bitte buchen sie,' +
    'bitte entfernen,bitte erganz*,bitte loschen sie,bitte setzen,bitte stellen,bitte tragen,brauchen wir nur,cambiar de,cambiar el,cambiar la,can you add,can you change,can you make,can you move,change de nom,' +
    'corregir*,corriger,corrijan,could you add,could you change,could you remove,dar acceso,dar de alta,dar permiso,dar permisos,delete the test,domain changes,donner les droits,eliminad,end of the month,' +
    'end of this month,entfernen sie,erganzen,fewer licen*,fewer seats,fin de mes,fin du mois,finales de mes,freischalten,from now on,give her,give him,hand over,heisst jetzt,hinzufugen,hinzuzufugen,hired,' +
    "how do i become,i would like,i'd like,ich mochte,instead of by,korrigier*,la semaine prochaine,le mois prochain,le podeis,les podeis,less seats,make her,make him,me gustaria cambiar,merci d'ajouter," +
    'merci de passer,modifier,monatsende,month-end,moved to,nachste woche,nachstem monat,nachsten monat,necesitamos cambiar,necesito cambiar,need to change,neue adresse,neue karte,neuen karte,new address,' +
    'new colleague,next month,next quarter,next week,nommer,nos gustaria,nous aimerions,nous voulons,nouveau domaine,nouvelle adresse,nouvelle recrue,nueva compan*,nueva persona,nuevo dominio,our auditors,' +
    'part a la retraite,pase a ser,permission to,persona nueva,please add,please change,please correct,please give,please move,please put,please remove,please set,please switch,please update,pourriez-vous,' +
    'prochaine echeance,prochaines factures,proxima semana,proximo mes,quartal,queremos cambiar,queremos pasar,queremos que,quisiera que,quitar,reactivar,rechte geben,rectificad*,rectificar*,rectifier,reenvi*,' +
    'reissue,remove the,remplacer,renamed,resend,semana que viene,set that up,set up,should only see,should see,souhaite passer,souhaitons passer,starting next,starting with,switch everyone,transfer,transferer,' +
    "ubertragen,umschreiben,umstellen,veuillez,voulons passer,want to change,want to step,want to switch,was ist dafur,we moved,we would like,we'd like,wechseln,weniger ab,what do you need from us,wir mochten," +
    'would like to change,would like to move,would like to switch,zu welchem datum,お願いできます,していただけます,修正して,修正をお願い,再発行,再送,切り替え,削除して,名義,変更したい,変更して,変更をお願い,差し替え,担当者が変,新しく入,月末まで,来月,来週,権限を,移行したい,訂正,追加いただ,追加して,追加を,送付先',
  howTo:
    'acceptez-vous,aceptais,akzeptieren sie,any plan,any plans,are there,are you,atendeis,avez-vous,avoir deux,bekommen gemein,bieten sie,can a,can guests,can i,can one,can someone,can we,can webhooks,combien,' +
    'comment,como activo,como cambio,como descargo,como hago,como se,could i,could we,cual es,cuales,cuanta,cuantas,cuanto,cuantos,curious,dans quel,darf ein,do unused,do you,does a,does it,does larkspur,does the,' +
    'donde,es posible,est-ce possible,est-ce que,est-elle,est-il,existe,existe-t-il,faut-il,gibt es,gibts,haben sie,habt ihr,haceis,hay algun,hay alguna,hay limite,how do i,how do we,how long,how many,how much,' +
    'how often,how would i,ich wusste gern,in welchem,incluyen,is a,is anybody,is it possible,is the,is there,is vat,ist die,ist ein,ist eine,ist es moglich,je voudrais savoir,kann ich,kann man,kommt irgendwann,' +
    'konnen wir,konnte ich,lauft die,los precios,maximum,may i,me gustaria saber,ofreceis,ou est,ou sont,ou trouver,peut-il,peut-on,podemos,proposez-vous,puede una,puedo,puis-je,que deviennent,que es,que incluye,' +
    'que pasa si,que puede,quel est,quelle est,quelles,quels,question,qui peut,quien puede,se puede,sera-t-il,sind sie,teneis,tienen,was darf,was ist,was kostet,was passiert,welche,welcher,welches,wer darf,wer kann,' +
    'what are,what do,what does,what is,when does,when will,where are,where do i,where do we,where is,which format,which of,which plan,who can,who could,wie funktioniert,wie gross,wie kann,wie lange,wie oft,' +
    'wie richte,wie stelle,wie viel,wie viele,will there,wo finde,wo kann,wo sehe,wo stehen,wondering,y a-t-il,y aura-t-il,zu welchen,ありませんか,いくら,いつから,いつまでに,でしょうか,どうすれば,どうやって,どこから,どこで,どこに,どちら,どの,ますか,何か月,何人,何件まで,何名,' +
    '制限は,可能ですか,大きさ,方法は',
  problem:
    "401,403,429,abgelaufen,any more,anymore,bloque,bogue,borrado,bricht,broken,bug,caducado,cannot find,crash*,cut,dauert,decale,declined,defekt,delayed,desactive,desaparec*,descuadr*,desordenad*,didn't,disappear*," +
    "disparaissent,disparait,disparu*,do not get,does not match,does not show,doesn't load,doesn't match,doesn't show,doesn't work,don't get,don't match,duplicad*,duplicate*,empty,en blanco,erreur*,errone*,error*," +
    'erscheint nicht,erst stunden,expire,expired,failed,failing,fails,failure,falla*,fallo*,falsch*,fehlen,fehler*,fehlt,findet nichts,finds nothing,flicker*,freezes,frozen,funktionieren nicht,funktioniert nicht,' +
    "garbled,gehen nicht,geht nicht,glitch,gone,hangs,hangt,incorrect*,invalide,isn't working,issue,jumping,jumps,kaputt,klappt nicht,kommen nicht,kommt nicht,lasst sich nicht,late,leer,leeren,lenta,lento,lost,mal," +
    "manque*,misaligned,missing,n'apparaissent,n'apparait,n'arrive pas,n'arrivent,n'est pas a jour,ne correspond,ne fonctionne,ne marche,ne recois,ne s'affiche,ne s'enregistre,ne s'ouvre,ne se met,ne tient pas," +
    'ne trouve,never arrived,never shows,nicht aktualisiert,nicht aktuell,nicht gefunden,no actualiza,no aparece*,no arranca,no carga*,no coincide*,no cuadra*,no encuentra,no funciona*,no guarda,no llega*,no longer,' +
    'no responde,no sale,no se ve,no sincroniza,no va,no van,no veo,not arrived,not found,not updated,not updating,not work*,out of order,out of sync,outdated,passt nicht,perdido,perdu,plante,problem*,rame,refuse,' +
    "refused,refuses,rejected,reset itself,resets,retard,retraso,s'arrete,s'arretent,salta,saute,se cierra,se desordena,se queda,slow,souci,spater an,springt,stimmen nicht,stimmt nicht,stopped,stops,storung,stuck," +
    "sturzt,trouble,ubereinstimm*,uberhaupt nicht,ungultig,unreadable,verrutscht,verschwindet,verschwunden,verspatet,vide,werden nicht,wird nicht,won't,wrong,うまくいか,おかしい,ずれて,でき ず,できない,できなく,できません,ままになって,エラー,ズレて,一致しない," +
    '一致しません,不具合,出なく,切れて,動かない,動きません,反映されない,反映されません,合いません,合わない,同期されない,問題,壊れ,失敗,届かない,届きません,崩れ,文字化け,更新されない,更新されません,期限切れ,止まる,消え,落ちて,落ちます,落ちる,表示されない,表示されません,見つからない,見つかりません,逆に,遅い,遅れ,違います,重い,重すぎ,間違い,間違って',
  sometimes:
    'a few of,a veces,ab und zu,algunas,algunos,certaines,certains,de temps en temps,de vez en cuando,einige,from time to time,gelegentlich,hin und wieder,intermittent*,manche,manchmal,now and then,ocasionalmente,' +
    'occasionally,once in a while,par moments,parfois,quelques,randomly,some of,sometimes,たまに,ときどき,一部,時々',
  again:
    '2回目,3回目,a nouveau,again,already reported,already told,always the same,andauernd,aqui seguis,auch noch,aun no,bereits mehrfach,ca fait des,cada dos por tres,cada mes,cada semana,cela fait,combien de fois,' +
    'constamment,constantly,continuamente,cuantas veces,cuarta vez,dauernd,de nouveau,de nuevo,deja signale,depuis des mois,depuis des semaines,desde hace,deuxieme fois,drei tagen,encore,erneut,every day,every month,' +
    "every single,every week,fifth time,for months,for the third,for weeks,four times,fourth time,how many times,immer noch,j'ai deja,jeden tag,keep telling,keeps,llevamos,llevo,mehrmals,mois que,months ago," +
    'noch immer,nothing happens,nothing has changed,once more,one more time,otra factura,otra vez,over and over,quatrieme fois,same problem,same thing,sans arret,sans cesse,second time,seguimos esperando,segunda vez,' +
    'seit drei,seit monaten,seit stunden,seit tagen,seit wochen,semaines que,siempre,sigo esperando,standig,still no,still not,still nothing,still waiting,tercera vez,third outage,third time,three times,todavia no,' +
    'todos los dias,told you,toujours aucun,toujours pas,toujours rien,tous les jours,toutes les cinq,trois fois,trois semaines,troisieme fois,una vez mas,weeks ago,wie oft noch,wieder,ya avise,ya lo dije,ya os,' +
    'yet another,zum dritten,zum vierten,zum wiederholten,zum zweiten mal,いつまで,ずっと,またか,またで,またエラー,また保存,また同,また失敗,また引,また止,また落,まだ直,まだ返,もう3,もう三,三回目,二回目,以前から,何回も,何度も,何日も,何週間,先月も,先週も,同じこと,毎回,毎日,連日',
  demand:
    'a cause de vous,a quoi bon,answer me,anybody there,arretez de,aucune reponse,automatic repl*,automatische antworten,because of you,bringen sie,call me,cancel everything,canned repl*,como es posible,competitor*,' +
    "contesta nadie,de qui se moque,de una vez,do something,don't you,endlich,erklaren sie,ernsthafter,es que nadie,exige,exigimos,exigir,exijo,explain this,explain to me,explicad*,expliquez,faites quelque chose," +
    "fix it,fix this,get somebody,get someone,give me back,haced algo,hacer perder,horen sie,how can you,how dare,i demand,i expect,i never signed,i refuse,i want,ich fordere,ich verlange,ich will,is anyone,j'exige," +
    'je refuse,je veux,keine antwort,keiner von ihnen,me niego,me voy a,meldet sich,my bank,nadie contesta,nadie lee,nadie me,nadie responde,ne repond pas,ne repondez,never again,ni caso,nie wieder,niemand antwortet,' +
    'niemand meldet,niemand reagiert,no tiene nombre,nobody answers,nobody cares,nobody on the phone,nobody reads,nobody replies,nobody thought,nous exigeons,nous payons pour,nunca mas,nur standardantworten,' +
    "o denuncio,or i will,or we will,os habeis,ou nous,para que pagamos,personne ne repond,personne ne s'en,plus jamais,poned,por vuestra culpa,put me through,que estais haciendo,queremos que,quiero el,quiero mi," +
    'quiero que,reglez,rendez-moi,rendez-nous,repondez-moi,reponses automatiques,respuestas automaticas,send it back,seriously,so arbeitet,so geht das nicht,so kann man nicht,soll das,solo recibo,sonst,sort it out,' +
    'sort this,stop charging,stop sending,switching to,tun sie,und keiner,und sie schreiben,vous comptez,vous me promettez,vous ne faites rien,vous vous moquez,we demand,we expect,we want,weigere,what am i paying,' +
    'what are we paying,what are you doing,what is going on,whoever,why does nobody,why on earth,wie kann es sein,wir fordern,wir verlangen,wofur bezahl*,wofur zahl*,your fault,いい加減,いったい,いつまで,してください！,つもりですか,どういうつもり,' +
    'どうして,どうなって,なぜ誰,ばかりで,よね?,一体,何をして,対応が,早くして,納得,自動返信,誠意,説明して,責任,返事がない,返信がない,電話に出,電話もつな',
  insult:
    'absurd*,abzocke,agace*,amateur*,angry,annoyed,annoying,argerlich*,armselig,arnaque*,asco,ashamed,assez,awful,basura,betrug,blamabel,broma,cansad*,catastroph*,chapuza,clueless,colere,crap,cutre,damn,de risa,' +
    'decepcion*,decevant,decu,decue,deplorable,desastre,dilettant*,disappoint*,disgrace*,disgust*,dreadful,enerve*,enfadad*,enttausch*,estafa*,exaspere*,excuse,fatal,fed up,fraud,frechheit,frustrat*,furchtbar,' +
    'furieuse,furieux,furios*,furious,garbage,genervt,grauenhaft,harta,harto,hartos,hell,honte,honteuse,honteux,hopeless,horrible,idiotic,impresentable*,inacceptable,inaceptable,inadmissible,inakzeptabel,incompeten*,' +
    'incroyable,indignad*,indignante,infuriating,inkompetent*,insane,insoportable,insult*,insupportable,intolerable,inutil*,joder,joke,katastroph*,lacherlich,lachhaft,ladron*,lamentable,lamentables,laughable,liars,' +
    "lied,lies,losing money,lost an entire,manera de,marre,mentir*,merde,mess,mierda,minable,mist,n'importe quoi,nervt,nonsense,nul,nulle,outrage*,pas serieux,pathetic,payas*,peinlich,perder el tiempo," +
    'perdida de tiempo,perds ma journee,perte de temps,pesim*,putain,ras le bol,ras-le-bol,reicht mir,ridicul*,robbery,robo,rotten,rubbish,saftig,saftladen,sauer,scam,scandal*,scheiss*,schrecklich,schrott,schwach,' +
    'shame*,sick of,skandal*,sloppy,steal,stealing,stupid,terrible,theft,thieves,tired of,tomadura,traurig,unacceptable,unfahig*,unfassbar,unglaublich,unmoglich,unprofessional,unreliable,unsinn,unterirdisch,' +
    'unverschamt*,unzuverlassig,useless,verargert,verdammt,vergonzos*,verguenza,vol pur,voleur*,waste of,witz,worst,worthless,wtf,wutend,zeitverschwendung,zumutung,あきれ,ありえない,あり得ない,いらいら,うんざり,お粗末,がっかり,ひどい,ひどすぎ,ふざけ,' +
    'イライラ,クソ,ゴミ,不愉快,不満,使い物にな,信じられない,呆れ,困ります！,失望,怒,情けない,時間の無駄,最悪,泥棒,無能,無責任,無駄です,腹が立,許せ,詐欺,話にならな,迷惑して,迷惑です',
  sarcasm:
    "bravo,brilliant feature,chapeau l'artiste,congratulations on,danke fur nichts,enhorabuena,formidable service,ganz grosses kino,gracias por nada,great job,great work breaking,herzlichen gluckwunsch,how charming," +
    'how kind,how lovely,how nice,just what i needed,lucky me,merci pour rien,muy bonito,na super,na toll,of course it,oh good,oh great,oh wonderful,on applaudit,os habeis lucido,que bien,que detalle,' +
    'que maravilla de servicio,quel bonheur,quelle chance,slow clap,so thanks,thanks for nothing,thanks for that,tolle leistung,trop aimable,truly impressive,vaya por dios,vielen dank auch,vous etes trop bons,' +
    'vous feliciter,well done breaking,what a joy,wie schon dass,ありがたいこと,おめでたい,ご立派,さすが,ずいぶん,大したもの,結構なこと',
  praise:
    'a cake,adore,agreable,aimable*,amabilidad,amazing,angenehm,au top,ausgezeichnet,awesome,beau travail,begeister*,belle,best app,best service,best support,best thing,best tool,beste,bester,bien pense,' +
    'bonne continuation,bravo,brilliant,buen trabajo,buenisim*,change la vie,cheers,compliment*,conquis*,content,contenta,contente,contento,contentos,contents,da gusto,de diez,delight*,easy to use,efficace,empfehl*,' +
    'encanta*,enjoy*,erleichter*,estupend*,excelente*,excellent*,facilit*,fantastic*,felicit*,feliz,fenomenal,finally works,fonctionne enfin,formidable*,freude,freundlich,freundlichste*,freut,friendliest,friendly,' +
    'gefallt,gelungen,genial*,glad,glucklich,gran trabajo,great product,great service,great support,great tool,grossartig,happily,happy,helpful,hervorragend,hilfreich,hooray,i like,impeccable,impressed,intuitive,' +
    "j'adore,joy,keep it up,keep up,kind words,klasse,kudos,liebe,life easier,like it,lob,loswerden,love,loved,lovely,loves,maravill*,marche enfin,meilleur*,mejor soporte,merci pour la correction,merveill*," +
    'muy amable*,muy bien,nettest*,nice job,nice work,nicest,parfait*,patient,perfect*,perfekt*,plaisir,pleasure,praktisch,pratique,prima,que alivio,rapide et,ravi,ravie,ravis,really good,recomiend*,recommand*,' +
    'recommend*,richtig gut,rien a signaler,satisfait*,satisfech*,satisfied,saved us,saves us,schon,seguid asi,sehr gut,shout-out,simplifie la vie,so easy,so good,spitze,spot on,stayed with me,super,superb,sympa,' +
    'thumbs up,toll*,tres bien,un placer,util,utilisim*,verliebt,very good,we like,weiter so,weiterempfehl*,well done,wonderful,works great,works like,wunderbar,zufrieden,いつもありがとう,うれし,おすすめ,すてき,すばらし,とても便利,よくなり,わかりやす,' +
    '丁寧,使いやす,使ってよかった,分かりやす,助かって,好き,嬉し,完璧,応援,快適,感動,感心,最高,楽しく,気に入って,満足,素敵,素晴らし,良くなり,見やす,親切,迅速な',
  thanks:
    'agradec*,appreciate*,bedanken,besten dank,dankbar,danke,gracias,grateful,herzlichen dank,merci !,merci a,merci beaucoup,merci infiniment,merci pour,remercie*,thank,thanks,un grand merci,vielen dank,ありがとう,お礼,' +
    '助かりました,御礼,感謝',
  solved:
    'all good,arreglado,arrived this morning,ca marche,era la solucion,erledigt,est arrive,est arrivee,est regle,est resolu,fixed now,fonctionne a nouveau,funktioniert wieder,geht wieder,gelost,has arrived,' +
    "hasn't crashed,hat geklappt,is live,ist da,kein problem,klappt jetzt,lauft wieder,matter closed,no problem,no request,not a complaint,remarche,resolved,resuelto,solucion era,solucionado,solved,sorted out," +
    'working again,works now,ya esta,ya funciona,ya he podido,ya me ha llegado,ya puedo,できました,使えるようにな,出てきました,届きました,無事,直りました,解決し,解決です',
  polite:
    "bitte,bonjour,buenas tardes,buenos dias,cordialement,could you,dear,freundliche grusse,guten tag,if possible,kindly,konnen sie,konnten sie,merci d'avance,merci de,mit freundlichen,necesitamos,perdonad,please," +
    "podeis,podriais,podrian,por favor,pourriez-vous,pouvez-vous,quedo a la espera,quisiera,regards,s'il vous plait,saludo*,souhaite*,thanks in advance,veuillez,viele grusse,would like,would you,いただけない,いただけます,お手数," +
    'お知らせください,お願い,ございます,ご確認,幸い,恐れ入り,教えてください',
  feature:
    'a l avenir,algun dia,anregung,any plan*,coming soon,could be coloured,dark mode,dunkelmodus,dunkler modus,en el futuro,estaria bien,feature request,gantt,geplant,handy if,idea,ideas,in future,in the future,' +
    'irgendwann,it would be,kunftig,mode sombre,modo oscuro,molaria,native app,new language,planen sie,planned,planning,plant ihr,previsto,prevoyez-vous,prevu,propuesta,puestos a pedir,recurring,roadmap,' +
    'serait pratique,serait utile,seria util,smartwatch,someday,sugerencia,suggest*,un jour,version for,version fur,version para,version pour,vorschlag,ware hilfreich,ware praktisch,ware schon,ware toll,watch app,' +
    'wish,would be great if,would be handy,would be useful,wunsch,あったら,あるとうれし,あると便利,あればうれし,できるようになると,ダークモード,予定はあり,今後,作る予定,対応予定,将来,要望,追加してほしい',
  presales:
    'accord de sous-traitance,account manager,alojad*,ansprechpartner,anybody there,anyone there,article about,beginner*,career*,certificad*,certificat*,certifie*,colaborar,comercial,commercial,curso,dans quel pays,' +
    'data processing agreement,demo,demonstration,demostracion,desktop client,donde se guardan,empleo,en catalan,en ligne pour,en portugues,encuesta*,entretien,entrevista,essai,feiertag*,festivos,fetes,formacion,' +
    "formation*,gehostet,hablar con ventas,headquarter*,hebergees,hebergement,holidays,horaires d'ouverture,horario*,hosted,idiomas,ihr unternehmen,interview,iso 27001,jobs,journalist,languages,langues,linux,meetup*," +
    'montre connectee,newsletter,office in,offline use,offnungszeiten,oficinas,on site,opening hours,partenaire*,partner*,phone number,plan includes,prensa,press,presse,probe*,prueba gratuita,recrut*,reseller*,' +
    'sabado*,sales team,samstag*,saturday*,schulung*,serverstandort,soc 2,sondage*,sous-traitants,sponsor*,sprachen,stellenangebot*,student project,subprocessors,sur place,survey*,tablet,talk to sales,' +
    'telefonisch erreichbar,telefono de,testphase,training,trial,tutorial,tutoriel*,umfrage*,vertrieb,video,vor ort,vorfuhrung,vos bureaux,vos horaires,votre societe,vuestra empresa,webinar,where are you,' +
    'where is the data,which country,which of your plans,without internet,wo sitzen,your company,your offices,zertifikat*,zertifiziert,どこに保存,どなたか,アンケート,ウェビナー,セミナー,チュートリアル,デモ,データセンター,トライアル,動画,取材,営業担当,営業時間,土曜,導入事例,御社,' +
    '採用,提携,無料の,画面はありますか,祝日,認証を,認証取得,資料',
};

const names = Object.keys(ASPECTS);
const finder = lazy(() => compileCues(names.map((name) => ASPECTS[name]!.split(','))));

/** How many different cues of each aspect a folded text holds, by the aspect's name; those without any are left out. */
export function aspectsOf(folded: string): ReadonlyMap<string, number> {
  const counts = finder()(folded);
  const held = new Map<string, number>();
  names.forEach((name, i) => counts[i]! > 0 && held.set(name, counts[i]!));
  return held;
}
