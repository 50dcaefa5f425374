"""The words round a code: what introduces a reply, what says that mail failed, or only waits.

Localized leads and subjects are those of real notices; the reply itself is English in every one (Microsoft: SMTP
reply text is not translated). Patterns are matched against text whose runs of white space are one blank.
"""

import re

from ndr_checker.base.pattern import pattern
from ndr_checker.base.terms import EvidenceKind

#: Between the words that introduce a reply and the reply: quotes, which JSON escapes, brackets and so on, and blanks.
GAP = "'\"\\“”„«‘’(<[*_`:;#=>- "
#: As far as a line is set in, or its columns apart: a repeat without an end lets a line of blanks cost its square.
BLANKS = r"[ \t]{0,160}"
_GAP = rf"[{re.escape(GAP)}]{{0,120}}$"


def _any(*patterns: str) -> re.Pattern[str]:
    """Return a pattern for text in lower case."""
    return pattern("|".join(patterns), by_letter=True)


#: The kind of evidence that the words right before a code or reply make of it, the first that fits: the words that
#: come last before the gap, and patterns for what goes on into the gap, each with a text that it has in it.
#: All in lower case.
LABELS: tuple[tuple[EvidenceKind, tuple[str, ...], tuple[tuple[str, re.Pattern[str]], ...]], ...] = (
    ("trace-led", ("led",), ()),
    (
        "diagnostic-code",
        (),
        (("diagnostic-code:", pattern(rf"\bdiagnostic-code: ?(?:[a-z0-9.-]{{1,120}} ?;)?{_GAP}")),),
    ),
    ("status-field", (), (("status:", pattern(r"(?:^| )status:$")),)),
    (
        "remote-reply",
        (
            "returned",
            "server returned was",
            "remote server returned an error",
            "said",
            "answered",
            "reason",
            "replied",
            "replied with",
            "responded",
            "responded with",
            "responded as follows",
            "response",
            "response was",
            "response is",
            "response from the remote server",
            "response from the remote server was",
            "response from the remote server is",
            "gave this error",
            "reply",
            "recv",
            "received",
            "<rx",
            "server message",
            "last error",
            "failed with",
            "message failed",
            "error was",
            "error smtp",
            "erreur smtp",
            "errore smtp",
            "refused to talk to me",
            "command failed",
            "rejected it with",
            "rejected the message with",
            "remoteserver hat",
            "remote-server hat",
            "externe server heeft",
            "リモート サーバーが",
            "geretourneerd",
            "renvoyé",
            "restituito",
            "retornou",
            "devolvió",
            "вернул",
        ),
        (
            ("error from remote ", pattern(rf"\berror from remote (?:mail )?server[^\n]{{0,60}}{_GAP}")),
            # the number is in brackets: "SMTP-Fehler (550): ..."
            ("smtp", pattern(rf"(?:\bsmtp(?: ?;|(?:[ -][^\W\d_]{{1,20}})? ?\()|#smtp#){_GAP}")),
            ("<<<", pattern(rf"<<<{_GAP}")),
            # a term of Erlang: {permanent_failure,"192.0.2.1",<<"550 ...
            ("_failure", pattern(rf"\b(?:permanent|temporary)_failure,(?: ?['\"][^'\"]{{1,80}}['\"], ?)?{_GAP}")),
            # SwiftMailer and Symfony: Expected response code 250 but got code "550", with message "550 ...
            ("got code", pattern(rf"\bgot code ['\"\\0-9 ]{{0,9}}, with message{_GAP}")),
            ("milter-reject", pattern(r"\bmilter-reject[: ][^\n]{1,110}[:.]$")),
            ("回", pattern(rf"[返傳]回{_GAP}")),
        ),
    ),
    (
        "notice-line",
        ("error", "error details", "error code", "error message", "error text", "status code"),
        (
            # qmail's "(#5.1.1)"; Exchange 2003's "<mx.fabrikam.com #5.1.1>", "< #5.5.0", "<mx (192.0.2.1) #5.1.1"
            ("#", pattern(r"(?:[(<](?:[^<>#]{0,100} )?|<[\w.-]{1,100})#$")),
            # an exception's class: "smtplib.SMTPDataError: (", "Net::SMTPFatalError (", "SmtpCommandException: "
            ("error", pattern(rf"[a-z]error ?[:(]{_GAP}")),
            ("exception", pattern(rf"exception ?[:(]{_GAP}")),
        ),
    ),
    # a notice's line on one recipient: "<a@b>: 550 ..."
    ("smtp-reply", (), (("@", pattern(rf"@[a-z0-9.-]{{1,255}}[>)\]]{{0,2}} ?:{_GAP}")),)),
)


def _each(words: str, rest: str) -> str:
    """Return a pattern for any of these words and the rest; so each alternative begins with a letter of its own.

    Where every alternative does, only characters that one of them begins with are tried.
    """
    return "|".join(f"{word}{rest}" for word in words.split("|"))


#: Mail failed for good.
FAILED = _any(
    r"delivery (?:(?:has|of .{0,80} has) (?:been )?|to .{0,80} )failed",
    r"could(?:n't| not) be (?:delivered|sent)",
    r"e-?mail(?: \w{1,20})? to .{0,80} (?:failed(?! to)|not sent)",
    r"undeliver(?:able|ed)",
    _each("was|were|been", r" (?:not|unable to be) delivered"),
    r"wasn't delivered|not been delivered",
    r"did(?:n't| not) reach",
    _each(
        "unable to|not able to|wasn't able to|cannot|can't|could not|couldn't|failed to|attempting to",
        r" (?:deliver|be delivered|be sent|send your)",
    ),
    r"permanent (?:fatal )?(?:error|failure)",
    r"delivery (?:status notification ?\(failure\)|failure|failed|error|report|status report)",
    r"mail delivery problem",
    r"non-?delivery",
    r"mail failure|malformed (?:recipient )?address|incorrectly constructed|following recipients was aborted",
    r"returned mail|failure notice|failed recipient",
    r"rejected your message|hat ihre nachricht (?:zurückgewiesen|abgelehnt)|a (?:rejeté|refusé) votre message",
    r"rechazó (?:su|el) mensaje|ha rifiutato il messaggio|rejeitou (?:a )?sua mensagem",
    r"heeft uw bericht (?:geweigerd|afgewezen)",
    r"message (?:(?:was |has been )?(?:automatically )?(?:rejected|blocked|refused)|not sent)",
    _each("was|has been", r" (?:automatically )?rejected"),
    _each("user|host|recipient|mailbox", " unknown"),
    _each("unknown|invalid", r" (?:user|host|recipient|address)\b"),
    _each("group|account|mailbox|address", r" (?:that )?you tried to (?:contact|reach)\b.{0,80} not exist"),
    r"mailbox unavailable|unrouteable address|address(?:es|\(es\))? (?:failed|not found)|host or domain name not found",
    r"transcript of session follows",
    # French
    r"échec de la remise|non remis|n'(?:a|ont) pas pu être (?:remis|distribué|envoyé|livré)",
    r"n'avons pas pu (?:envoyer|remettre)|envoi .{0,80}a échoué|impossible d(?:'envoyer|e (?:contacter|remettre"
    r"|joindre|livrer|distribuer))",
    # Italian
    r"il recapito non è riuscito|non recapitabile|impossibile (?:recapitare|consegnare|inviare)",
    r"non è stato (?:possibile )?(?:recapita|consegna)",
    # Dutch
    r"onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd)|kan niet worden (?:bezorgd|afgeleverd)",
    # Portuguese
    r"falha na entrega|não (?:foi )?entregue|não (?:foi possível|pôde|pode) (?:ser )?(?:entreg|envi)",
    r"reencaminhamento recusado",
    # Spanish
    r"no se (?:pudo|puede|ha podido) (?:entregar|enviar)|no (?:pudo|ha podido) (?:ser )?(?:entreg|envi)"
    r"|error (?:(?:en la|de) entrega|al enviar)",
    # German
    r"unzustellbar|nicht .{0,30}(?:zugestellt|gesendet|versendet) werden|k(?:onnten?|ann) .{0,30}zugestellt werden",
    r"nicht zugestellt|nicht übermittelt",
    r"fehler bei der .{0,20}zustellung|zustellung (?:ist )?fehlgeschlagen",
    # Russian
    r"не (?:удалось|удается|может быть|было|была) (?:выполнить )?доставл?",
    # Danish, Norwegian, Swedish, Finnish, Icelandic
    r"olevererbart|k(?:an|unne) ikke (?:af)?leveres|k(?:unde|an) inte levereras|gick inte att leverera",
    r"ei voitu toimittaa|ekki hægt að afhenda",
    # Hungarian, Polish, Czech, Turkish
    r"kézbesíthetetlen|nem (?:lehet|sikerült) kézbesít|nie można dostarczyć|nie (?:została?|mogła?) .{0,20}dostarcz",
    r"zprávu nelze doručit|nelze doručit|nebyla doručena|teslim edilemedi|iletilemedi",
    # Japanese, Korean, Chinese
    r"配信不能|配信できません|配信に失敗|送信できません|メールエラー通知|배달되지 않음|배달할 수 없|전송하지 못",
    r"未送达|无法(?:传递|送达|投递)|無法(?:傳遞|送達|投遞)|未能(?:成功)?(?:送[达達]|[发發]送|投[递遞])|(?:投[递遞]|[发發]送)失[败敗]|退信",
)

#: "Some or all" of the recipients, whom a message did not reach: so Outlook and Exchange Server begin a notice.
SOME_OR_ALL = _any(
    r"\bsome or all\b|\beinigen? oder allen?\b|\bcertains ou (?:à )?tous\b|\balcuni o (?:a )?tutti\b",
    r"\balgunos? o (?:a )?(?:todos|ninguno)\b|\balguns ou (?:a |para )?todos\b|\b(?:sommige|enkele) of alle\b",
    r"\b(?:några|vissa|nogle|noen)(?: av)? eller alla?e?\b|\bjoita\w* tai kaik|\bsum\w* eða all",
    r"\bнекотор\w* или все|\bniektór\w* lub wszystki|\bněkter\w* nebo vš|\b(?:egyes|néhány) vagy (?:az )?(?:össz|mind)",
    r"\bbazı\w* (?:veya|ya da) (?:tüm|hiç)|\bορισμέν\w* ή (?:σε )?όλ",
    r"一部または(?:すべて|全て|全員)|일부 또는 (?:모든|전체)|(?:部分|部份|某些|一些)或(?:所有|全部)",
)
#: What makes it fail to reach them.
NOT = _any(
    r"n't\b|\b(?:not|nicht|pas|non|impossib(?:le|ile)|no|não|niet|inte|ikke|ei|ekki|не|nie|ne[bdmpn]\w*|δεν|nu|ni(?:je|su)?"
    r"|tidak|không)\b",
    r"\b(?:fehlgeschlagen|échou|fall(?:ó|ad[ao]|it[ao])\b|falhou|mislukt|misslyck|mislyk)|m[ae]d[ıi]\b|ません|못|않|실패|[未没沒]|[无無]法|失[敗败]|تعذر|ไม่|नहीं|לא",
)
#: That a mailbox is full: of a recipient's, mail could not be delivered to it.
FULL = _any(
    r"(?:mail|in)box\b.{0,60}\b(?:full(?! of)|over quota)\b|postfach\b.{0,60}\b(?:ist voll|voll ist)\b",
    r"bo[iî]te\b.{0,80}\best pleine\b|buzón\b.{0,60}\bestá lleno\b|(?:casella|cassetta)\b.{0,60}\bè piena\b",
    r"caixa\b.{0,60}\bestá cheia\b|postvak\b.{0,60}\bis vol\b|(?:post|brev)låda\b.{0,60}\bär full\b",
    r"post(?:kasse|boks)\b.{0,60}\ber ful[dl]t?\b|ящик\b.{0,60}\b(?:пере|за)полнен|posta kutusu.{0,60}\bdolu\b",
    r"skrzynka\b.{0,60}\bjest (?:pełna|przepełniona)\b|schránka\b.{0,60}\bje pln[áa]\b",
    r"メールボックス.{0,20}(?:いっぱい|一杯|満杯)|[邮郵]箱.{0,6}[满滿]|사서함.{0,20}(?:가득|꽉)",
)
#: What a few words say of a recipient, that there is none,
UNKNOWN = _any(
    r"\b(?:unknown|not found|no such|(?:does not|doesn't) exist|nonexist|unbekannt|inconnu|introuvable)",
    r"\bexistiert nicht|\bnicht (?:gefunden|vorhanden)|n'existe pas|\bdesconocid|\bno (?:encontrad|existe)",
    r"\bdesconhecid|\binesistente|\bnão (?:encontrad|existe)|\bsconosciut|\bnon (?:trovat|esiste)|\bonbekend",
    r"\bniet gevonden|\bbestaat niet",
    r"\bokänd|\b(?:hittades|finns) inte|\bukendt|\bukjent|\bikke fun[dn]et|\bнеизвест|\bне (?:найден|существует)",
    r"\bnieznan|\bnie (?:znalezion|istnieje)|\bneznám|\bnenalezen|\bneexistuje|\bismeretlen",
    r"\bnem (?:található|létezik)|\bbilinmeyen|\bbulunamadı",
    r"見つかりません|存在しません|不明|未找到|不存在|找不到|찾을 수 없|알 수 없",
)
#: or that the mailbox has no room.
FILLED = _any(
    r"\b(?:full|voll|überfüllt|pleine?|llen[oa]|pien[ao]|chei[ao]|vol|fulla?|fuld|megtelt|dolu)\b|\b(?:пере|за)полнен",
    r"\bprzepełn|\bpełn|\bpln[áaýé]\b|いっぱい|一杯|満杯|[满滿]|가득|꽉",
)
_SENDER = (
    r"sender|absender|expéditeur|remit?ente|mittente|remetente|afzender|avsändar|afsender|avsender|отправител|nadawc"
    r"|odesílat|feladó|gönderen|送信者|差出人|[发發寄]件|보낸"
)
#: What begins with a sender, or their address: "Sender address rejected", "adresse de l'expéditeur refusée".
SENDER_FIRST = pattern(
    rf"[>:.;,'\" ]{{0,12}}(?:(?:adr\w{{1,9}}|indirizzo|dirección|endereço)(?: d\w{{0,2}})? ?(?:l')?)?(?:{_SENDER})"
)
#: What they may say it of besides: a sender, a domain, a server.
NO_RECIPIENT = _any(
    _SENDER,
    r"dom(?:ain|än|íni|ini|en|én|[eé]n[ay])|домен|ドメイン|域名|도메인",
    r"host|serv|сервер|サーバ|服务器|伺服器|서버|relay|\bmx\b|\bdns\b|\broute|command|befehl|command[eo]|polic",
)
#: What becomes of mail, in other languages than English: with MAIL and NOT in its sentence it says that mail failed.
DELIVERY = _any(
    r"\b(?:zu(?:ge)?stell|remis|livr|distribu|recapit|consegn|entreg|lleg|bezorg|a[fv]gelever|lever|доставл|dostarcz|doruč"
    r"|kézbesít|teslim|ulaştır|isporuč|dostavlj|toimit|afhen|παραδ|dikirim|doręcz|dotarł)|تسليم",
    r"配信|[传傳][递遞]|送[达達]|投[递遞]|전달|배달|전송|발송",
)
_MESSAGE = (
    r"\b(?:e-?mail|mail|nachricht|messag|mensa[jg]|berich|письм|сообщен|лист\b|wiadomo|zpráv|správ|level|üzenet|ileti|mesaj"
    r"|poruk|meddel|besked|melding|viesti|skeyt|μήνυμα|pesan)|رسال|メッセージ|[邮郵]件|메시지|메일"
)
#: What a server calls the one that it was sending to.
REMOTE = _any(r"\b(?:remote|entfernt|distant|remot[oa]\b|extern|удал[её]нн)|リモート|远程|遠端")
#: That a program or a person was sending it; a server delivers.
SENDING = _any(
    r"\b(?:sen[dt]\b|sending|senden|gesendet|versen|envoi|envoy|envi(?:ar|o|ó)|inv(?:io|iare)|verzend|skicka|wysył|odesíl"
    r"|отправ)",
    r"送信|[发發]送|보내|전송",
)
#: That it is a mail,
MESSAGE = _any(_MESSAGE)
#: or its recipient.
_RECIPIENT = (
    r"\b(?:empfäng|recipient|destinat|ontvang|mottag|modtag|получател|отримувач|adresat|odbior|příjemc|címzett|alıcı|primatel|vastaanott"
    r"|geadresseer|παραλήπτ)|受信者|宛先|收件|받는"
)
RECIPIENT = _any(_RECIPIENT)
MAIL = _any(_MESSAGE, _RECIPIENT)
#: That it is a parcel: what is said of its delivery is said of no mail.
PARCEL = _any(
    r"\b(?:parcels?|packages?|shipments?|couriers?|pakete?s?|postpakete?s?|päckchen|sendung|colis|pac(?:co|chi)|paquetes?|pakket"
    r"|pakke|paczk|paczek|przesyłk|zásilk|balí[kč]|csomag|посылк|kargo|encomenda)|택배|배송|荷物|包裹|快[递遞]",
)
#: That something went wrong, as programs say it.
ERROR = _any(
    r"error|exception|\bfail|fault\b|\bfatal\b|timeout|timed out|fehler|ausnahme|erreur|échec|\berro\b|\bfout",
    r"\bfel\b|\bfelkod|\bfeil|\bfejl|\bvirhe|\bhiba",
    r"ошибк|помилк|błąd|błęd|chyb[auy]\b|\bhata|σφάλμα|خطأ|エラー|오류|실패|错误|錯誤|失[败敗]",
)
#: Mail and what has to do with it alone, within a name too: "MailGatewayFault", "Postausgang"; a message may be any.
OF_MAIL = _any(
    r"mail|smtp|outlook|courriel|courrier|messagerie|corre(?:o|io)|buzón|posta(?:us|ei|\b)|\be-?post|post(?:fach|vak|bus|låda)",
    r"póst|sähköposti|levelez|levél|почт|пошт|поща|письм|имейл|poczt|pošt|po[șş]t[aă]|ταχυδρομ",
    r"بريد|ایمیل|דוא|ईमेल|อีเมล|[邮郵]件|[邮郵]箱|电邮|電郵|信件|发件|發件|メール|메일",
)
#: ... and with one of these that it isn't over yet: "noch nicht zugestellt",
YET = _any(
    r"\b(?:noch|encore|todavía|aún|ancora|ainda|nog|ännu|än|endnu|ennå|vielä|ещ[её]|ще|még|ešte|jeszcze|još|dosud|zatím|henüz|încă|ακόμη)\b",
    r"尚|まだ|아직",
)
#: or that it takes longer.
LATE = _any(
    r"\b(?:verzöger|retard|retras|ritard|atras|vertraag|försena|fördröj|forsinke|viivästy|задерж|отложен|opóźni|zpožd|gecik|amânat|kés(?:ik|ed|lel)|затрим|omešk)",
    r"遅延|延[迟遲]|지연",
)

#: It failed for good, even where other words say that mail was delayed, as a report on its end does.
ENDED = _any(
    r"permanent|giv(?:en|ing|e) up|gave up|returned to (?:the )?sender|returned mail|undeliverable|has failed",
    r"will not be (?:retried|tried)|no longer (?:be )?(?:tr(?:y|ied)|attempt)|too old",
    r"(?:retry|queue|delivery) (?:timeout|time) exceeded",
)

#: A person says that a mail came back, or that the server gave up.
RETURNED = _any(
    r"\b(?:came|comes|coming|got|gets|sent|bounced|bounces|bouncing) (?:right |straight )?back\b",
    r"\b(?:gave|given|gives) up\b|\b(?:was|were|is|are|been) returned\b",
    r"\bzurück ?(?:k(?:am|ommen|ommt)|ge(?:kommen|schickt|wiesen))",
    r"\bk(?:am|amen|ommt|ommen) (?:\w{1,12} )?zurück\b|\bkwam(?:en)? (?:\w{1,12} )?terug\b|\bteruggekomen\b",
)
#: ... in other languages.
RETURNED_TOO = _any(
    r"\b(?:est|sont|m'est|nous est) revenu|\b(?:me|nous) revien|\btorna(?:no|ta|to|ti)? indietro",
    r"\b(?:me|nos) (?:lo |la |los |las )?(?:devuel|rebota)|\bhan? (?:sido )?(?:devuelt|rebotad)",
    r"\b(?:voltou|voltaram|foi devolvid)|\bkom(?:mer)? (?:i )?(?:till?bak[ae]|retur)",
    r"\bwr[aó]c(?:a|ił[ao]?)\b|\bvrátil|\bприш\w{1,3} обратно|\bвернул[аио]?с[ья]|\bgeri (?:geldi|döndü)",
    r"[戻返]って(?:き|来)|退回|반송",
)
_RETRIED = r"will (?:continue to )?(?:be )?(?:retr(?:y|ied)|try (?:again|to deliver)|keep trying)"
_STILL = r"still (?:trying|undelivered|being (?:tried|retried))"
#: The server tries again, which it may also say below a reply.
RETRIED = _any(_RETRIED, _STILL)
#: What has to be in a text that says that somebody tries again.
TRYING = (
    *("retr", "re-tr", "queued", "attempt", "tries ", "versuch", "tentativ", "intento", "poging", "försök", "forsøg"),
    *("prób", "pokus", "попыт"),
)
#: A person or a program says that a mail is retried, or waits for it,
RETRYING = _any(
    r"\b(?:is|are|keeps?|gets?) (?:still )?(?:being |getting )?(?:re-?tried|retrying|re-?queued)\b",
    r"\bqueued for (?:\w{1,12} )?(?:re-?tr|re-?deliver|re-?send|delivery)|\bwill (?:continue to )?be re-?tried\b",
)
_LEFT = (
    r"(?:(?:attempts?|retries|tries) (?:remaining|left)|remaining (?:attempts|retries)|(?:zustell)?versuche? übrig"
    r"|verbleibende (?:zustell)?versuche|tentativ[ae]s? restantes?|tentativi (?:rimanenti|rimasti)|intentos restantes"
    r"|resterende pogingen|pogingen (?:over|resterend)|försök kvar|forsøg tilbage|pozostał[oe] prób|pozostałych prób"
    r"|zbývající pokusy|осталось попыток|попыток осталось)"
)
#: or that it has attempts left: so many, none isn't one.
ATTEMPTS_LEFT = pattern(rf"\b[1-9][0-9]{{0,2}} (?:more |further )?{_LEFT}|{_LEFT}:? [1-9][0-9]?(?![0-9])")

#: Mail still waits, even where other words say that it was not delivered.
WAITING = _any(
    r"not yet been delivered|not (?:yet )?been delivered yet|no action is required|need to resend",
    _RETRIED,
    r"will continue|delivery attempts|warning message only|still (?:trying|being)",
)

#: Mail waits and is retried.
DELAYED = _any(
    r"(?:delivery|message|mail) (?:is|has been|was|to .{0,80} has been) (?:being )?delayed",
    r"delivery (?:status notification ?\()?delay(?:ed)?",
    r"message delayed|delayed mail|temporarily (?:deferred|delayed)|postponed",
    _RETRIED,
    r"will continue to (?:be attempted|attempt)",
    r"has(?:n't| not) yet been delivered|not (?:yet )?been delivered yet",
    r"do(?:es)?(?:n't| not) need to resend|delay reason:",
    r"warning: (?:could not send|message)|this is a warning message only",
    _STILL,
    r"\bdelayed:",
)

#: A failure that passes. Words of an end outweigh these: the last attempt of many met "a temporary error" too.
TEMPORARY = _any(
    r"\b(?:temporary|transient|soft)(?:[ -][a-z]{1,20}){0,3}[ -](?:errors?|fail(?:ures?|ed)?|bounced?|problems?)\b",
    r"\b(?:address(?:\(es\)|es)?|recipients?|message|mail|delivery) (?:is |are |was |were |has been )?deferred",
    r"\bre-?attempt",
    r"vorübergehende[rn]? (?:zustell)?fehler|erreur temporaire|errore temporaneo|error temporal|erro temporário",
    r"tijdelijke fout|временн\w{2} ошибк|dočasn\w{1,2} chyb|přechodn\w{1,2} chyb|tymczasow\w{1,2} błąd",
    r"一時的な(?:エラー|障害)|일시적인? (?:오류|장애)|(?:临时|臨時|暂时|暫時)(?:性)?(?:错误|錯誤|故障)",
)

#: A person or an article rules a code out: "this is not 5.7.705".
DENIED = pattern(
    r"\b(?:not|isn['’]t|never|no|unlike|rather than|instead of|nicht|pas|kein)\s{1,40}"
    r"(?:(?:an?|the|code|error|status)\s{1,40}){0,3}[\s'\"(]{0,40}$",
    re.IGNORECASE,
)
#: What the last word before the code ends with, where DENIED can match.
DENIED_ENDS = (
    *("not", "isn't", "isn’t", "never", "no", "unlike", "than", "of", "nicht", "pas", "kein"),
    *("a", "an", "the", "code", "error", "status"),
)

#: Whose sentence it is: a server has neither.
FIRST_PERSON = pattern(
    r"\b(?:i|i'm|me|my|we|us|our|ich|mir|mein\w{0,2}|wir|uns|unser\w{0,2}|je|j'ai|mon|mes|nous|notre|nos|yo|mi|mis"
    r"|nosotros|nuestr\w{2}|io|mio|mia|noi|nostr\w|ik|mijn|wij|ons)\b|[我私]|\b(?:저(?:는|의|희|를|도|에게)|제가|우리)"
)

#: A text calls itself an article, or says that it explains something.
ARTICLE = pattern(
    r"\b(?:in (?:this|the following) (?:article|guide|post|tutorial)|in (?:dit artikel|diesem (?:artikel|beitrag))"
    r"|dans cet article|en este artículo|in questo articolo|neste artigo|i denne artikkel|i den här artikel"
    r"|w tym artykule|v tomto článku|в этой (?:статье|инструкции)|bu makale)|[こ本]の?記事|解説し|紹介します|本文[将將]"
)

#: Who sends reports, by the local part or the name in From.
DAEMON = pattern(
    r"mailer[-_ .]?daemon|post_?master|microsoftexchange[0-9a-f]{8}|mail delivery|system administrator|mail-?daemon"
    r"|mailadmin|microsoft outlook|internet mail delivery|double-?bounce|^mdaemon",
    re.IGNORECASE,
)

#: The numbers that SMTP may have too, with HTTP's words for them (IANA's registry of HTTP status codes).
HTTP = (
    r"42(?:1 misdirected|2 unprocessable|3 locked|4 failed dependency|5 too early|6 upgrade|8 precondition|9 too many)"
    r"|431 request header|451 unavailable for legal"
    r"|50(?:0 internal server error|1 not implemented|2 bad gateway|3 service (?:temporarily )?unavailable"
    r"|4 gateway time|5 http|6 variant|7 insufficient storage|8 loop detected)|51(?:0 not extended|1 network auth)"
)

#: A mail address as notices write it, letters beyond ASCII included (RFC 6532); no more of RFC 5322 than that.
#: A label has 63 characters at most, so a name of 255 has 127 labels (RFC 1035, section 2.3.4).
ADDRESS = pattern(
    r"[^\s<>()\[\]{}:;,\"@\\|`'‘’“”„«»][^\s<>()\[\]:;,\"@\\|`“”„«»]{0,250}@(?:[\w-]{1,63}\.){1,127}[\w-]{2,63}"
)
#: How Exchange names the server that made its notice, in the reader's language, in lower case. The first letters of
#: all these come first: other lines are done with at once.
GENERATING = pattern(
    r"\n[ \t>*]{0,9}(?=[bdgs]|[^\x00-\x7f])"
    r"(?:generating server|generierender server|serveur (?:de génération|générateur)"
    r"|servidor (?:de generación|generador|de geração|gerador)|generando servidor|gerando servidor"
    r"|server di generazione|server generatore|bronserver|(?:server )?die (?:het )?bericht genereert|genererende server"
    r"|genererar server|genererer server|serwer generujący|generující server"
    r"|создающий сервер|生成(?:服务器|サーバー)|產生伺服器"
    r"|dsn (?:generated by|generiert von|généré par|generado por|generato da|gerado por|gegenereerd door))"
    r"[ \xa0*]{0,9}[:\uff1a][ \t*]{0,9}\s{0,9}([\w.-]{1,253})"
)
