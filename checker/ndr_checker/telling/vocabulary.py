"""Words that name nobody: what may stay readable in a line that goes into a ticket.

Words of the catalogue come from its phrases, meanings and titles. The rest are those of mail servers and their reports,
of Microsoft's notices in the languages that the pages show, and common English ones. No first name or family name
belongs here; a word that isn't here is only hidden until the reader shows it.
"""

from functools import cache
from typing import Final

from ndr_checker.base.normalise import normalise
from ndr_checker.base.pattern import pattern
from ndr_checker.rules.catalogue import entries

_WORDS: Final = """
7bit 8bit able above absender acceso accessible accesso accounts accès acesso added addressed adjust administradores
administrateurs administrative administratively administrator administratoren administrators administratörer adres
adress adresse afhenda afzender against agreed agreement aka al alias alla allowing almost along already als alternate
alternative although always am amavis amministratori any anyone anyway aol apart appears apple application
applications applied apply apr arbitration argument around arrival arrived article asn assigned assistance associated
attachments attempt attempted attempts attribution au auch auf aug august aus author authorised authorization auto
autodiscover automated aux av avec avsändare away azure að backend bandwidth barracuda barred base64 based batch bcc
became become becomes been begin beginning begins beheerders bei below bericht berichtkoppen beschikbaar best bezorgd
bifurcation bij bitte blackhole blacklist blacklisted bloccato blockerad blockiert blocking blocklisted bloqueado
bloqué bonjour bounce bounced bounces boîte brief bronserver buzón byte bytes cabeçalhos caixa call caller cancelled
capacity carrier cased cassetta categorised categorized categorizer caused causing cc ce certain ces cest cet cette cf
chain changes channel character characters charset cheia ciao cipher cisco claimed claiming class clean clears clients
close communication community complete completed comply compromise con condition conditions config configuration
conflict congested congestion connected consegnato consider considered constraint contacted contain contains contents
control conversion converted correctly couldn covers created current currently custom customers cycle cyrus d'origine
da dal damaged dans das dass data database days db de deactivated dec december decline declined decryption default
defender defer deferral deferrals deferred define defined del delay delayed delegated deleted deliverable deliveries
delivering della dem den denegado deny deprovisioned der des desconhecido desconocido describes description
destinataire destinataires destinatari destinatario destination's destinations destinatário destinatários detail
detailed details di diag diagnoseinformationen diagnostic diagnostica diagnostics diagnostische diagnostisk
diagnóstico dictionary die dienst diese dieser dieses differ different digest digits din dirección directions
disallowed discard discarded disconnect disconnected disponibile disponible disponível distribution ditt dnsbl
dnslookup docs document documents doing domaine domein dominio domino domän domäne domänen domínio door doručit
dostarczyć dovecot downstream dr drempel drop dsn du duplicate duration dynamic dépassé een eg ehlo eicar ein eine
einem einer eines el eller em emai emails eml empfänger empty en encabezados encountered ended endereço endpoint
enforced enforcement enhanced ensure entered entities entra entrega entregado entregar entregue envelope enviado
enviar envoyer envoyé eop erreur erro errore errorretry es esmtp esmtps esmtpsa est esta establish established este
estes et etc even event everyone excedido exceed exceeding except exchangepowershell exhausted exim existing exo
expanded expansion expected expiry explanation explicit expn expéditeur extended fail failing failover failure
failures falha fallback fatal fe feature feb february fehler fel few field fields filtered filtering five foi
following follows forefront forged fortinet four fout fqdn frau freeze frequently friday frozen ft ftp fue function
fwlink för für gb geadresseerden geblokkeerd gegevens generación general generate generating generator generazione
genererande gerador gesendet gesperrt geweigerd git gli globally gmt going google grenzwert greylist greylisting
groepen groupes groups grupos gruppi gräns guessing guidelines génération ha haben hadn't hallo han handle handled
handler handshake hanno har hard hat haven't having he headers headings hebben heeft held her herr het hi high hint
his history hit hola hops hosted hostile hosting hostname hosts hourly however http https hub hung hægt i'm i've
icloud id identity ids ie ignore ignored ihr ihre ihren ihrer ikke il illegal im imap immediately implemented
important impossible improper inactive inbox included includes including incoming inconnu increase indirizzo
indisponible infected infection inform información information informations informazioni informações infrastructure
initial inquilino instructions inte intended intermediate internet interrupted intestazioni invalidated inviare
inviato ironport issue issues ist it's item iterations jan january job jul july junk kan kann kb kein keine kerio key
keys kim kon konnte kunde la language las lastattemptedip lastattemptedservername latest le learn least led left
legacyexchangedn legitimate length les let's lettres levereras leveres liebe lieber likely limiet limite linefeeds
linked linkid listing listwashing live lleno lmtp lo load local locally locataire locatário locked log logged login
logs looping los lotus lrt límite machine maildir mailer mailhost mailing mailto main malicious malware manager
mandant manual mapiexceptionaduserdisabledandhidden mapping march matched matching max mb mdaemon me mean meaning med
meddelande mehr membership mensagem mensagens mensaje mensajes messagelabs messaggi messaggio microsoft365 might mime
mimecast min misconfiguration mit mittente mode moderated moderation modified module mon monday monthly mottagare
można mr mrs ms msg msn mustn't my na nach nachricht nachrichten ndn ndr nds ne need negado negato nekad nel nelze
newer nicht niet node nonexistent nonexisting noop noticed notification notified notify nous november nr nuestro null
numbers não o oauth oauth2 object objects observed obsolete obtain occurred och oct october oder office365 offline
offset ok okay okänd older olevererbart onbekend onbestelbaar ont onto ontvanger onze oorspronkelijke op operations
option options organisatie organisation organización organizational organização organizzazione orig origem originais
originales originali originated originating originator originaux os otherwise ou outboundproxytargethostname
outboundproxytargetip outgoing output overload overloaded overschreden owing owns packet pages par para parallel
parameter parameters parse parser parsing partial participate pas path pattern payload pdr pending pepf perform
performed perhaps period permanence permanent permanently peut phased phishing phrase pid piena pipelining place plan
pleine pm pode podido policies pop3 por port possibly post postfach postfix postmaster postmaster's postvak pour
powershell practices preference presented prevent prevented previous previously printers prior private problems
processing processor prod product prohibited prohibits proofpoint protect protected protection protocol provide
provided providers proxying pst pts pu publishes pudo puede pull può på qmail que question queued qui quickly quien
quit quite quotas quote ratelimited rates rather rbl rcpt re ready really rebooted recapitabile recapitare recapito
receiver receives recently recipientdomain recipientstatus recover redirect redirected reduce refer reference refusé
refusée regarding registration registriert reject rejecting rejection rejects relayed release remain remaining
remember remetente remis remise remitente remotely remove removed repeat repeated repeatedly replaced replies reported
reporting repository requests require requirement requirements resend resending residential resolution resolvable
resolve respond response responses restart restore restrictions result results resume retried retries retrying return
returning returns revalidation review revoked rewriting rfc822 riuscito rogue rolling route routed router rset rspamd
ru rule's run running safe said sample sandbox sans sat satisfy saturday saved scan scanned schedule schwellenwert
sconosciuto score se search searched sec seconds secs seem seems seen seguenti selector sem sende senden sendmail sep
sept september serve serveur services servicio servidor servizio serviço setting seu seuil severe sha256 shall shared
she shortage shortly shouldn't show shows shutdown sie signature similar sin since sind site skicka skickat slot
slowdown small smtpauthenticationerror smtpdataerror smtpexception smtplib smtpresponseexception smtps
smtpsendfailedexception smtputf8 sn socket soft software soglia someone son sono sont soon sophos sorbs sorry sort
source sources spamassassin spamcop spammer spamming specify spoof spoofed spoofing ssl stale start starting stata
state statement states stato step still storage storagepermanentexception strict strongly su sua subject submitted
submitting succeed successful sun sunday suo superado superato supportarticles suppressed suppression sur surbl sure
sus suspect suspects suspended symantec syntax systems são table targeted targets tarpit task tb tem tenants term
terminated test thank thanks that's there's therefore they're thing things think though throttle throttled throttling
thu thursday ticket tillgänglig timed timeout timeouts timestamp tjänst tlsv1 toegang toimittaa token tokens told
total toward transaction transactions transferred transient translated transmission transmitted treat tree trendmicro
triggered troubleshoot true truncated trusted tue tuesday turn twice types têtes um uma umbral un una unacceptable
unallocated unauthorized unbekannt unblocked unblocking und undeliverable undelivered une unencrypted unexpected
unfortunately unlimited unlisted unlock uno unos unreachable unresponsive unroutable uns unsubscribe unsupported unter
untrusted unverified unzustellbar updated upgrade upon upper upstream uribl url urls ursprungshuvuden us username
users usually utc utf utf8 uw validate value values van var verfügbar verifiable verified verify verifying verweigert
verzenden verzonden vi via violate violated violates virus viruses vol volgende voll volume vom von voor vor vos votre
vous vrfy vs wait want war warn warning ways we we're we've website wed wednesday weekly wegen weil well wenn werd
werden weren't whitelist whitelisted whom wide will window wir wish worden workers working works wouldn't wrapped
wurde wurden x509 xdsn xoauth2 xtext y yahoo year years yes you're you've yourself zero zijn zimbra zip zone zu
zugestellt zugriff zum zur zustellen zustellung är åtkomst échec été über überschritten администраторов выполнить
группам диагностические для доставить доставку заголовки или исходные не получателям сведения сервер следующим
сообщения удается удалось формирующий
exosmtperrors senderrewriting closing suspected successfully unsuccessful
mapiexceptionsendasdenied restrictdomainstoipaddresses restrictdomainstocertificate tenantinboundattribution
exondrs nov untrustedroot infonorecords sockettimedout winsock virtual stage createmessage oncreatedevent bdat gsmtp
among announces beside better books case circles come completely could counts delivers demands disliked divides else
evaluation everybody family finer further go greets hand hands helps hold insists just keep known knows lack lies
mails makes manage meets met most none offers others passing processed proof puts quarantine regular repair resolved
restriction round see served sets showed shut slowed slowly somebody stands success switch switched taking today tries
trying useful went where whoever would write wrongly
visit replica mins hr mxid agt nexthop useddiskspace trusted lrt b attr rfc eml mbox txt csv tsv json xml html htm gz
관리자를 메시지 배달되지 않음 원본 위한 정보 진단 헤더
"""
#: Where no blanks part the words, those of Microsoft's notices, found inside a run of letters.
_UNPARTED: Final = (
    "原始邮件头 原始郵件標頭 未送达 生成サーバー 生成服务器 產生伺服器 "
    "管理员诊断信息 管理者向けの診断情報 系統管理員的診斷資訊 配信不能 元のメッセージ ヘッダー"
)
WORD = pattern(r"[^\W_]+(?:['\u2019][^\W_]+)*")
UNPARTED = pattern("|".join(_UNPARTED.split()))


@cache
def vocabulary() -> frozenset[str]:
    """Return the words, as `plain` gives them."""
    said = [meaning.says for entry in entries() for meaning in entry.meanings]
    said += [phrase for entry in entries() for meaning in entry.meanings for phrase in meaning.phrases]
    said += [entry.title for entry in entries()]
    said += [meaning.headline for entry in entries() for meaning in entry.meanings if meaning.headline]
    return frozenset([*_WORDS.split(), *(word for text in said for word in WORD.findall(normalise(text)))])


def plain(word: str) -> str:
    """Return a word in the form in which words are compared."""
    return word.lower().replace("\u2019", "'")
