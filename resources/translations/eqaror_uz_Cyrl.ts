<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="uz_Cyrl" sourcelanguage="en">
<context>
    <name>ActionBar</name>
    <message numerus="yes">
        <source>Your signature covers the text, %n annex(es) and the trail.</source>
        <translation>
            <numerusform>Имзоингиз матнни, %n та иловани ва келишув варақасини қамраб олади.</numerusform>
            <numerusform>Имзоингиз матнни, %n та иловани ва келишув варақасини қамраб олади.</numerusform>
        </translation>
    </message>
    <message>
        <source>Your organisation is asked whether it agrees.</source>
        <translation>Ташкилотингиздан келишув сўралмоқда.</translation>
    </message>
    <message>
        <source>Sign…</source>
        <translation>Имзолаш…</translation>
    </message>
    <message>
        <source>Asking the registry…</source>
        <translation>Реестрдан сўралмоқда…</translation>
    </message>
    <message>
        <source>Agree…</source>
        <translation>Келишиш…</translation>
    </message>
    <message>
        <source>Object…</source>
        <translation>Эътироз билдириш…</translation>
    </message>
    <message>
        <source>Return…</source>
        <translation>Қайтариш…</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Рад этиш…</translation>
    </message>
    <message>
        <source>You can return the draft, with a reason.</source>
        <translation>Лойиҳани сабаби билан қайтаришингиз мумкин.</translation>
    </message>
    <message>
        <source>Can I sign now?</source>
        <translation>Ҳозир имзолай оламанми?</translation>
    </message>
    <message>
        <source>Show the newer version</source>
        <translation>Янги таҳрирни кўрсатиш</translation>
    </message>
</context>
<context>
    <name>AgreeDialog</name>
    <message>
        <source>Your answer is being signed. The window closes when that is done.</source>
        <translation>Жавобингиз имзоланмоқда. Тугагач ойна ёпилади.</translation>
    </message>
    <message>
        <source>Your answer is being signed by the token.</source>
        <translation>Жавобингиз токен билан имзоланмоқда.</translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s) of yours on this version are not handed in. After the answer they cannot be.</source>
        <translation>
            <numerusform>Бу таҳрирга ёзган %n та мулоҳазангиз топширилмаган. Жавобдан кейин уни топшириб бўлмайди.</numerusform>
            <numerusform>Бу таҳрирга ёзган %n та мулоҳазангиз топширилмаган. Жавобдан кейин уни топшириб бўлмайди.</numerusform>
        </translation>
    </message>
    <message>
        <source>Answer for your organisation</source>
        <translation>Ташкилот номидан жавоб</translation>
    </message>
    <message>
        <source>Your signature covers exactly version {0}:</source>
        <translation>Имзоингиз айнан {0}-таҳрирни қамраб олади:</translation>
    </message>
    <message>
        <source>Note or objection</source>
        <translation>Изоҳ ёки эътироз</translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was signed. Read it and answer again.</source>
        <translation>Янги таҳрир келди. Ҳеч нарса имзоланмади. Уни ўқиб, қайтадан жавоб беринг.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>An objection needs its reason.</source>
        <translation>Эътирознинг сабаби ёзилиши керак.</translation>
    </message>
    <message>
        <source>Write the note.</source>
        <translation>Изоҳни ёзинг.</translation>
    </message>
    <message>
        <source>Sign the objection</source>
        <translation>Эътирозни имзолаш</translation>
    </message>
    <message>
        <source>Sign the agreement</source>
        <translation>Келишувни имзолаш</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n not ticked.</source>
        <translation>
            <numerusform>%n таси белгиланмаган.</numerusform>
            <numerusform>%n таси белгиланмаган.</numerusform>
        </translation>
    </message>
    <message>
        <source>Ticked: %1 of %2.</source>
        <translation>Белгиланди: %1 / %2.</translation>
    </message>
    <message>
        <source>Tick each document you want to sign.</source>
        <translation>Имзоламоқчи бўлган ҳар бир ҳужжатни белгиланг.</translation>
    </message>
    <message>
        <source>Sign several</source>
        <translation>Бир нечтасини имзолаш</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Ким имзолайди</translation>
    </message>
    <message>
        <source>Open the document</source>
        <translation>Ҳужжатни очиш</translation>
    </message>
    <message>
        <source>Tick what was opened</source>
        <translation>Очилганларни белгилаш</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Тўхтатиш</translation>
    </message>
    <message>
        <source>After the document that is being signed</source>
        <translation>Имзоланаётган ҳужжатдан кейин</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s) with one PIN</source>
        <translation>
            <numerusform>%n та ҳужжатни битта PIN-код билан имзолаш</numerusform>
            <numerusform>%n та ҳужжатни битта PIN-код билан имзолаш</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign several documents with one PIN</source>
        <translation>Бир неча ҳужжатни битта PIN-код билан имзолаш</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Давом эттириш</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Тўхтаб туриш</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Давом этиш</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)</source>
        <translation>
            <numerusform>%n та ҳужжатни имзолаш</numerusform>
            <numerusform>%n та ҳужжатни имзолаш</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Имзолаш</translation>
    </message>
    <message>
        <source>This key wants its PIN for every signature: number %1.</source>
        <translation>Бу калит ҳар бир имзо учун PIN-код сўрайди: %1-имзо.</translation>
    </message>
    <message>
        <source>The documents are being checked…</source>
        <translation>Ҳужжатлар текширилмоқда…</translation>
    </message>
    <message>
        <source>Closing after the document under way…</source>
        <translation>Имзоланаётган ҳужжатдан кейин ёпилади…</translation>
    </message>
    <message>
        <source>What is signed is kept on this station at once and sent afterwards.</source>
        <translation>Имзолангани дарҳол шу компьютерда сақланади ва кейин юборилади.</translation>
    </message>
    <message>
        <source>Paused. After some minutes the token is closed and asks for its PIN again.</source>
        <translation>Тўхтаб турибди. Бир неча дақиқадан кейин токен ёпилади ва PIN-кодни қайта сўрайди.</translation>
    </message>
    <message>
        <source>Choose the certificate that signs all of them.</source>
        <translation>Ҳаммасини имзолайдиган сертификатни танланг.</translation>
    </message>
    <message>
        <source>Tick each document you want to sign. Ticked: %1 of %2.</source>
        <translation>Имзоламоқчи бўлган ҳар бир ҳужжатни белгиланг. Белгиланди: %1 / %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n signed and in the outbox.</source>
        <translation>
            <numerusform>%n таси имзоланди ва навбатда.</numerusform>
            <numerusform>%n таси имзоланди ва навбатда.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not signed.</source>
        <translation>
            <numerusform>%n таси имзоланмади.</numerusform>
            <numerusform>%n таси имзоланмади.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with unknown outcome: the token gave no answer.</source>
        <translation>
            <numerusform>%n тасининг натижаси номаълум: токен жавоб бермади.</numerusform>
            <numerusform>%n тасининг натижаси номаълум: токен жавоб бермади.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pausing after the document under way…</source>
        <translation>Бошланган ҳужжатдан кейин тўхтаб туради…</translation>
    </message>
    <message numerus="yes">
        <source>%n registered.</source>
        <translation>
            <numerusform>%n таси рўйхатга олинди.</numerusform>
            <numerusform>%n таси рўйхатга олинди.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n had been signed already.</source>
        <translation>
            <numerusform>%n таси аллақачон имзоланган эди.</numerusform>
            <numerusform>%n таси аллақачон имзоланган эди.</numerusform>
        </translation>
    </message>
    <message>
        <source>The documents are checked once there is a certificate.</source>
        <translation>Имзолаш учун сертификат бўлгач, ҳужжатлар текширилади.</translation>
    </message>
</context>
<context>
    <name>BatchTree</name>
    <message>
        <source>not ticked</source>
        <translation>белгиланмаган</translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>белгиланган</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Ҳужжат</translation>
    </message>
    <message>
        <source>Read on this screen</source>
        <translation>Шу экранда ўқилган</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Ҳолати</translation>
    </message>
    <message>
        <source>Documents to sign</source>
        <translation>Имзоланадиган ҳужжатлар</translation>
    </message>
    <message>
        <source>Digest: %1</source>
        <translation>Хеш: %1</translation>
    </message>
    <message>
        <source>Not opened</source>
        <translation>Очилмаган</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Очилган</translation>
    </message>
    <message>
        <source>Opened, pages %1 of %2</source>
        <translation>Очилган, саҳифа: %1 / %2</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>Имзоланмоқда</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>№ %1</translation>
    </message>
    <message>
        <source>Signed, in the outbox</source>
        <translation>Навбатда</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>Имзоланмади</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Натижа номаълум</translation>
    </message>
    <message>
        <source>Being checked…</source>
        <translation>Текширилмоқда…</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Ҳали текширилмаган</translation>
    </message>
    <message>
        <source>Cannot be signed</source>
        <translation>Имзолаб бўлмайди</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n та огоҳлантириш</numerusform>
            <numerusform>%n та огоҳлантириш</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Тайёр</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Ўқилган</translation>
    </message>
    <message>
        <source>Signed already</source>
        <translation>Аллақачон имзоланган</translation>
    </message>
    <message>
        <source>It may have been signed, so it is not signed again here. Open it and sign it by itself.</source>
        <translation>У имзоланган бўлиши мумкин, шунинг учун бу ерда қайта имзоланмайди. Уни очинг ва алоҳида имзоланг.</translation>
    </message>
</context>
<context>
    <name>CertificateCard</name>
    <message>
        <source>No certificate that may sign was found</source>
        <translation>Имзолаш мумкин бўлган сертификат топилмади</translation>
    </message>
    <message>
        <source>Token {0}</source>
        <translation>Токен {0}</translation>
    </message>
    <message>
        <source>PINFL {0} · TIN {1}</source>
        <translation>ЖШШИР {0} · СТИР {1}</translation>
    </message>
    <message>
        <source>Issued by {0}</source>
        <translation>Ким берган: {0}</translation>
    </message>
    <message>
        <source>Fingerprint {0}</source>
        <translation>Бармоқ изи {0}</translation>
    </message>
    <message>
        <source>Token {0} · {1}</source>
        <translation>Токен {0} · {1}</translation>
    </message>
    <message>
        <source>✗ Expired on {0}</source>
        <translation>✗ Муддати тугаган: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n кун қолди</numerusform>
            <numerusform>%n кун қолди</numerusform>
        </translation>
    </message>
    <message>
        <source>! Valid until {0}: {1}</source>
        <translation>! Амал қилиш муддати {0} гача: {1}</translation>
    </message>
    <message>
        <source>Valid until {0}: {1}</source>
        <translation>Амал қилиш муддати {0} гача: {1}</translation>
    </message>
    <message>
        <source>RSA or ECDSA key: for pilots. It is not a signature by the national standard.</source>
        <translation>RSA ёки ECDSA калити: синов учун. Бу миллий стандарт бўйича имзо эмас.</translation>
    </message>
    <message>
        <source>A key of the national standard.</source>
        <translation>Миллий стандарт бўйича калит.</translation>
    </message>
</context>
<context>
    <name>CertificateChooser</name>
    <message>
        <source>Certificates</source>
        <translation>Сертификатлар</translation>
    </message>
    <message>
        <source>Look for tokens again</source>
        <translation>Токенларни қайта излаш</translation>
    </message>
    <message>
        <source>Cannot be used: {0}</source>
        <translation>Ишлатиб бўлмайди: {0}</translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>Closing…</source>
        <translation>Ёпилмоқда…</translation>
    </message>
    <message>
        <source>The token has not answered yet. If you do not wait, it may stay unknown whether the document under way was signed; the next start says what is known of it.</source>
        <translation>Токен ҳали жавоб бермади. Кутмасангиз, шу ҳужжат имзоланган-имзоланмагани номаълум қолиши мумкин; бу ҳақда нима маълумлигини дастур кейинги ишга тушганда айтади.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Давом этиш</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Тўхтатиб ёпиш</translation>
    </message>
    <message>
        <source>Finish and close</source>
        <translation>Тугатиб ёпиш</translation>
    </message>
    <message>
        <source>Close without waiting</source>
        <translation>Кутмасдан ёпиш</translation>
    </message>
    <message>
        <source>A document is being signed</source>
        <translation>Ҳужжат имзоланмоқда</translation>
    </message>
    <message>
        <source>A signed document is being kept</source>
        <translation>Имзоланган ҳужжат сақланмоқда</translation>
    </message>
    <message>
        <source>Several documents are being signed</source>
        <translation>Бир неча ҳужжат имзоланмоқда</translation>
    </message>
    <message>
        <source>An answer is being signed</source>
        <translation>Жавоб имзоланмоқда</translation>
    </message>
    <message>
        <source>A PIN is being changed</source>
        <translation>PIN-код алмаштирилмоқда</translation>
    </message>
    <message>
        <source>If it is stopped now, nothing of it is kept: the document stays unsigned.</source>
        <translation>Ҳозир тўхтатилса, ундан ҳеч нарса сақланмайди: ҳужжат имзоланмаган ҳолда қолади.</translation>
    </message>
    <message>
        <source>It can no longer be taken back. It is put into the outbox first and sent as soon as there is a connection, at the latest after the next start.</source>
        <translation>Уни энди қайтариб бўлмайди. Аввал юбориш навбатига қўйилади ва алоқа бўлиши билан, кечи билан дастур кейинги ишга тушгандан сўнг юборилади.</translation>
    </message>
    <message>
        <source>It is finished and put into the outbox first.</source>
        <translation>У аввал тугатилади ва юбориш навбатига қўйилади.</translation>
    </message>
    <message>
        <source>It is finished first, so that it stays clear which PIN is right.</source>
        <translation>Қайси PIN-код тўғрилиги аниқ бўлиши учун бу аввал тугатилади.</translation>
    </message>
    <message>
        <source>The document under way is finished and kept.</source>
        <translation>Имзоланаётган ҳужжат тугатилади ва сақланади.</translation>
    </message>
    <message numerus="yes">
        <source>%n more stay unsigned.</source>
        <translation>
            <numerusform>Яна %n таси имзоланмаган ҳолда қолади.</numerusform>
            <numerusform>Яна %n таси имзоланмаган ҳолда қолади.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signed and kept.</source>
        <translation>
            <numerusform>%n таси имзоланди ва сақланди.</numerusform>
            <numerusform>%n таси имзоланди ва сақланди.</numerusform>
        </translation>
    </message>
    <message>
        <source>A verification report is being signed</source>
        <translation>Текширув ҳисоботи имзоланмоқда</translation>
    </message>
    <message>
        <source>If it is stopped now, nothing of it is written.</source>
        <translation>Ҳозир тўхтатилса, ундан ҳеч нарса ёзилмайди.</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>Enter the PIN on the reader. It waits for %n more second(s).</source>
        <translation>
            <numerusform>PIN-кодни ўқувчи қурилмада киритинг. У яна %n сония кутади.</numerusform>
            <numerusform>PIN-кодни ўқувчи қурилмада киритинг. У яна %n сония кутади.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentTools</name>
    <message>
        <source>Actual size</source>
        <translation>Ҳақиқий ўлчам</translation>
    </message>
    <message>
        <source>Small pages</source>
        <translation>Кичик саҳифалар</translation>
    </message>
    <message>
        <source>Pages as printed</source>
        <translation>Босма кўринишдаги саҳифалар</translation>
    </message>
    <message>
        <source>Text for reading</source>
        <translation>Ўқиш учун матн</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Олдинги саҳифа</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Кейинги саҳифа</translation>
    </message>
    <message>
        <source>Find on the pages</source>
        <translation>Саҳифалардан топиш</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Кичикроқ</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Каттароқ</translation>
    </message>
    <message>
        <source>Fit to width</source>
        <translation>Кенглиги бўйича</translation>
    </message>
    <message>
        <source>Remark on the selected words or the page</source>
        <translation>Белгиланган сўзларга ёки саҳифага мулоҳаза</translation>
    </message>
    <message>
        <source>Fit whole page</source>
        <translation>Бутун саҳифа</translation>
    </message>
    <message>
        <source>Two pages side by side</source>
        <translation>Икки саҳифа ёнма-ён</translation>
    </message>
    <message>
        <source>Turn to the right</source>
        <translation>Ўнгга буриш</translation>
    </message>
    <message>
        <source>Turn to the left</source>
        <translation>Чапга буриш</translation>
    </message>
    <message>
        <source>Page number</source>
        <translation>Саҳифа рақами</translation>
    </message>
    <message>
        <source>Size and arrangement</source>
        <translation>Ўлчами ва жойлашуви</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Fetching the file…</source>
        <translation>Файл олинмоқда…</translation>
    </message>
    <message>
        <source>Choose a draft on the left.</source>
        <translation>Чап томондан лойиҳани танланг.</translation>
    </message>
    <message>
        <source>Pages of the document, page %1 of %2</source>
        <translation>Ҳужжат саҳифалари, %2 тадан %1-саҳифа</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>Ҳужжат матни</translation>
    </message>
    <message>
        <source>Small pages</source>
        <translation>Кичик саҳифалар</translation>
    </message>
    <message>
        <source>This file cannot be shown: it is not a PDF that can be read.</source>
        <translation>Бу файлни кўрсатиб бўлмайди: у ўқиладиган PDF эмас.</translation>
    </message>
    <message>
        <source>This file cannot be shown: it is locked with a password. Ask who sent it for a file without one.</source>
        <translation>Бу файлни кўрсатиб бўлмайди: у пароль билан ёпилган. Юборган кишидан паролсиз файлни сўранг.</translation>
    </message>
    <message>
        <source>This file cannot be shown: it has no pages.</source>
        <translation>Бу файлни кўрсатиб бўлмайди: унда саҳифа йўқ.</translation>
    </message>
    <message>
        <source>Select words on the pages with the arrow keys</source>
        <translation>Саҳифадаги сўзларни кўрсаткич тугмалари билан белгилаш</translation>
    </message>
    <message>
        <source>Copy the selected words</source>
        <translation>Белгиланган сўзлардан нусха олиш</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>Кейинги топилган жой</translation>
    </message>
    <message>
        <source>Previous place found</source>
        <translation>Олдинги топилган жой</translation>
    </message>
    <message>
        <source>Width of the small pages</source>
        <translation>Кичик саҳифалар кенглиги</translation>
    </message>
</context>
<context>
    <name>DraftList</name>
    <message numerus="yes">
        <source>%n draft(s) selected</source>
        <translation>
            <numerusform>%n та лойиҳа танланди</numerusform>
            <numerusform>%n та лойиҳа танланди</numerusform>
        </translation>
    </message>
    <message>
        <source>Drafts are being received…</source>
        <translation>Лойиҳалар қабул қилинмоқда…</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Лойиҳалар</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Ҳеч нарса топилмади.</translation>
    </message>
    <message>
        <source>Nothing here now.</source>
        <translation>Бу ерда ҳозирча ҳеч нарса йўқ.</translation>
    </message>
    <message>
        <source>No drafts on this station yet. Sign in and synchronise.</source>
        <translation>Бу компьютерда ҳали лойиҳалар йўқ. Тизимга киринг ва синхронланг.</translation>
    </message>
</context>
<context>
    <name>ErrorBox</name>
    <message>
        <source>Code {0}</source>
        <translation>Код {0}</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Ҳисоботдан нусха олиш</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find on the pages</source>
        <translation>Саҳифалардан топиш</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Олдинги жой</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Кейинги жой</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>Searching… %1</source>
        <translation>Қидирилмоқда… %1</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ҳеч нарса топилмади</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n та топилди</numerusform>
            <numerusform>%n та топилди</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Refused by the registry: “%1”.</source>
        <translation>Реестр рад этди: “%1”.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more, see the outbox.</source>
        <translation>
            <numerusform>Яна %n та, юбориш навбатига қаранг.</numerusform>
            <numerusform>Яна %n та, юбориш навбатига қаранг.</numerusform>
        </translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was signed. Read it first.</source>
        <translation>Янги таҳрир келди. Ҳеч нарса имзоланмади. Аввал уни ўқинг.</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Текшириш</translation>
    </message>
    <message>
        <source>Move the borders of panels</source>
        <translation>Панеллар чегарасини суриш</translation>
    </message>
    <message>
        <source>Search in all drafts</source>
        <translation>Барча лойиҳалардан қидириш</translation>
    </message>
    <message>
        <source>Width of the list</source>
        <translation>Рўйхат кенглиги</translation>
    </message>
    <message>
        <source>Width of the right side</source>
        <translation>Ўнг панель кенглиги</translation>
    </message>
</context>
<context>
    <name>Middle</name>
    <message>
        <source>Choose a draft on the left.</source>
        <translation>Чап томондан лойиҳани танланг.</translation>
    </message>
    <message>
        <source>Text and annexes</source>
        <translation>Матн ва иловалар</translation>
    </message>
    <message>
        <source>Annex %1</source>
        <translation>%1-илова</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Матн</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Outbox</source>
        <translation>Юбориш навбати</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>What changed…</source>
        <translation>Нима ўзгарди…</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Қайта кириш…</translation>
    </message>
</context>
<context>
    <name>OutboxModel</name>
    <message>
        <source>Kind</source>
        <translation>Тури</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Лойиҳа</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Ҳолати</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Кейинги уриниш</translation>
    </message>
    <message>
        <source>Reason or number</source>
        <translation>Сабаби ёки рақами</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Ўтган вақт</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Уринишлар</translation>
    </message>
</context>
<context>
    <name>QuestionLine</name>
    <message>
        <source>No, keep it</source>
        <translation>Йўқ, қолсин</translation>
    </message>
</context>
<context>
    <name>OutboxView</name>
    <message>
        <source>Outbox</source>
        <translation>Юбориш навбати</translation>
    </message>
    <message>
        <source>What you signed stays here until the registry has answered. It is sent by itself as soon as there is a connection and whoever signed it has signed in.</source>
        <translation>Имзолаганларингиз реестр жавоб бергунича шу ерда туради. Алоқа бўлиб, имзолаган шахс тизимга кириши билан ўзи юборилади.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Ҳозир юбориш</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Олиб қўйиш</translation>
    </message>
    <message>
        <source>Open the draft</source>
        <translation>Лойиҳани очиш</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>What has changed…</source>
        <translation>Нима ўзгарган…</translation>
    </message>
    <message>
        <source>Write to a file…</source>
        <translation>Файлга ёзиш…</translation>
    </message>
    <message>
        <source>For a USB stick, to be sent by another station</source>
        <translation>USB хотирага, бошқа компьютердан юбориш учун</translation>
    </message>
    <message>
        <source>Bring in from a file…</source>
        <translation>Файлдан олиб кириш…</translation>
    </message>
    <message>
        <source>What another station wrote to a file</source>
        <translation>Бошқа компьютерда файлга ёзилгани</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Қайтариб олиш</translation>
    </message>
    <message>
        <source>Yes, put away</source>
        <translation>Ҳа, олиб ташлаш</translation>
    </message>
    <message>
        <source>Yes, take back</source>
        <translation>Ҳа, қайтариб олиш</translation>
    </message>
    <message>
        <source>What was signed is removed from this station for good.</source>
        <translation>Имзоланган нарса бу компьютердан бутунлай ўчирилади.</translation>
    </message>
    <message>
        <source>The signature is discarded; it is signed anew if it is needed.</source>
        <translation>Имзо бекор бўлади; керак бўлса, қайтадан имзоланади.</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Ёзилмоқда…</translation>
    </message>
    <message>
        <source>Reading and checking…</source>
        <translation>Ўқилмоқда ва текширилмоқда…</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Қайта кириш…</translation>
    </message>
    <message>
        <source>What you signed stays here until the registry has answered. It waits for your sign-in: the registry does not know who is signed in here.</source>
        <translation>Имзолаганларингиз реестр жавоб бергунча шу ерда туради. Улар киришингизни кутмоқда: реестр бу ерда ким ишлаётганини билмайди.</translation>
    </message>
    <message>
        <source>What you wrote</source>
        <translation>Сиз ёзган матн</translation>
    </message>
</context>
<context>
    <name>DrawnPages</name>
    <message>
        <source>This page cannot be shown.</source>
        <translation>Бу саҳифани кўрсатиб бўлмайди.</translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>Unblock the token</source>
        <translation>Токенни блокдан чиқариш</translation>
    </message>
    <message>
        <source>The unblocking code (PUK) came with the token. It has few attempts.</source>
        <translation>Блокдан чиқариш коди (PUK) токен билан бирга берилган. Унинг уринишлари кам.</translation>
    </message>
    <message>
        <source>Unblocking code (PUK)</source>
        <translation>Блокдан чиқариш коди (PUK)</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>PIN-кодни алмаштириш</translation>
    </message>
    <message>
        <source>The new PIN is for the token, wherever it is used.</source>
        <translation>Янги PIN-код токен қаерда ишлатилса, ўша ерда амал қилади.</translation>
    </message>
    <message>
        <source>Choose the token</source>
        <translation>Токенни танланг</translation>
    </message>
    <message>
        <source>Present PIN</source>
        <translation>Ҳозирги PIN-код</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>Янги PIN-код</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>Янги PIN-код яна бир марта</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Токен</translation>
    </message>
    <message>
        <source>The new PIN was typed in two different ways.</source>
        <translation>Янги PIN-код икки хил терилди.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
    <message>
        <source>No token was found.</source>
        <translation>Токен топилмади.</translation>
    </message>
    <message>
        <source>The new PIN has a letter that readers with keys and other programs cannot type. Look which keyboard layout is on.</source>
        <translation>Янги PIN-кодда клавиатурали ўқигичлар ва бошқа дастурларда териб бўлмайдиган белги бор. Клавиатура тилини текширинг.</translation>
    </message>
    <message>
        <source>The new PIN is the present one. Choose another.</source>
        <translation>Янги PIN-код ҳозиргисининг ўзи. Бошқасини танланг.</translation>
    </message>
</context>
<context>
    <name>PinField</name>
    <message>
        <source>Not accepted here since the last right one: %1.</source>
        <translation>Охирги тўғри киритишдан бери бу ерда қабул қилинмаган: %1.</translation>
    </message>
    <message>
        <source>PIN of the token</source>
        <translation>Токеннинг PIN-коди</translation>
    </message>
    <message>
        <source>You will be asked for the PIN on the reader&apos;s own keys.</source>
        <translation>PIN-код ўқувчи қурилманинг ўз тугмаларида сўралади.</translation>
    </message>
</context>
<context>
    <name>PinPrompt</name>
    <message>
        <source>PIN for the signature</source>
        <translation>Имзо учун PIN-код</translation>
    </message>
    <message>
        <source>This key wants the PIN for every signature. Now for number %1.</source>
        <translation>Бу калит ҳар бир имзо учун PIN-код сўрайди. Ҳозир %1-имзо учун.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Имзолаш</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Reject the draft</source>
        <translation>Лойиҳани рад этиш</translation>
    </message>
    <message>
        <source>Return the draft</source>
        <translation>Лойиҳани қайтариш</translation>
    </message>
    <message>
        <source>Rejecting is final: nothing more can be done with version {0} or later.</source>
        <translation>Рад этиш қатъий: {0}-таҳрир ва ундан кейингилари билан бошқа ҳеч нарса қилиб бўлмайди.</translation>
    </message>
    <message>
        <source>Version {0} goes back to its drafter, who makes a new one.</source>
        <translation>{0}-таҳрир ишлаб чиқувчига қайтади, у янгисини тайёрлайди.</translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was sent. Read it first.</source>
        <translation>Янги таҳрир келди. Ҳеч нарса юборилмади. Аввал уни ўқинг.</translation>
    </message>
    <message>
        <source>Reason; its drafter will read it</source>
        <translation>Сабаб; уни лойиҳа ишлаб чиқувчи ўқийди</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Сабаб</translation>
    </message>
    <message>
        <source>Reject for good</source>
        <translation>Бутунлай рад этиш</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Қайтариш</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message numerus="yes">
        <source>Too many at a time: %n file(s) were not looked at.</source>
        <translation>
            <numerusform>Бир мартага кўплик қилади: %n та файл текширилмади.</numerusform>
            <numerusform>Бир мартага кўплик қилади: %n та файл текширилмади.</numerusform>
        </translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>Текширув</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Тўхтатиш</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Ҳисоботни сақлаш…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Ҳисоботни сақлаш</translation>
    </message>
    <message>
        <source>Not verified: it was stopped.</source>
        <translation>Текширилмади: тўхтатилди.</translation>
    </message>
    <message>
        <source>Being verified…</source>
        <translation>Текширилмоқда…</translation>
    </message>
    <message>
        <source>Waits for its turn…</source>
        <translation>Навбатини кутмоқда…</translation>
    </message>
    <message>
        <source>As PDF, HTML or JSON; nobody signs it</source>
        <translation>PDF, HTML ёки JSON кўринишида; уни ҳеч ким имзоламайди</translation>
    </message>
    <message>
        <source>Sign the report…</source>
        <translation>Ҳисоботни имзолаш…</translation>
    </message>
    <message>
        <source>A PDF that you sign with your token</source>
        <translation>Сиз токенингиз билан имзолайдиган PDF</translation>
    </message>
    <message>
        <source>Sign the report</source>
        <translation>Ҳисоботни имзолаш</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Чоп этиш…</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n та топилди</numerusform>
            <numerusform>%n та топилди</numerusform>
        </translation>
    </message>
    <message>
        <source>More than %1 found</source>
        <translation>%1 тадан кўп топилди</translation>
    </message>
    <message>
        <source>The index is being made; more may be found later.</source>
        <translation>Индекс тузилмоқда; кейинроқ кўпроқ топилиши мумкин.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Қидирув</translation>
    </message>
    <message>
        <source>Words in either alphabet. &quot;Quotes&quot; for an exact phrase, -word to leave out.</source>
        <translation>Сўзлар исталган алифбода. Аниқ ибора қўштирноқда, -сўз эса чиқариб ташланади.</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Фильтрлар</translation>
    </message>
    <message>
        <source>Remove the filter: %1</source>
        <translation>Фильтрни олиб ташлаш: %1</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Қидирувни тозалаш</translation>
    </message>
    <message>
        <source>Search in all drafts</source>
        <translation>Барча лойиҳалардан қидириш</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>From %1</source>
        <translation>%1 дан</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>%1 гача</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Ҳолати</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Тури</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Орган</translation>
    </message>
    <message>
        <source>Asked organisation</source>
        <translation>Келишувчи ташкилот</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Бошланиш санаси</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Тугаш санаси</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>Рўйхатга олиш рақами</translation>
    </message>
    <message>
        <source>any day</source>
        <translation>исталган кун</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Фильтрларни тозалаш</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Тайёр</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Фильтрлар</translation>
    </message>
    <message>
        <source>any</source>
        <translation>исталган</translation>
    </message>
</context>
<context>
    <name>ThumbnailModel</name>
    <message>
        <source>Page %1</source>
        <translation>%1-саҳифа</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>Асбоблар</translation>
    </message>
    <message>
        <source>Synchronise</source>
        <translation>Синхронлаш</translation>
    </message>
    <message>
        <source>Fetch and send now</source>
        <translation>Ҳозир олиш ва юбориш</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Юбориш навбати</translation>
    </message>
    <message>
        <source>What waits to be sent</source>
        <translation>Юборилишини кутаётганлар</translation>
    </message>
    <message>
        <source>Verify…</source>
        <translation>Текшириш…</translation>
    </message>
    <message>
        <source>Verify a package or signed PDF</source>
        <translation>Пакет ёки имзоланган PDFни текшириш</translation>
    </message>
    <message>
        <source>Agreement side</source>
        <translation>Келишув панели</translation>
    </message>
    <message>
        <source>Show or hide the right side</source>
        <translation>Ўнг панелни кўрсатиш ёки яшириш</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Чиқиш</translation>
    </message>
    <message>
        <source>End the session</source>
        <translation>Сеансни тугатиш</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Тил</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Кириш…</translation>
    </message>
    <message>
        <source>Sign in with a token</source>
        <translation>Токен билан кириш</translation>
    </message>
    <message>
        <source>Look and text size</source>
        <translation>Кўриниш ва матн ўлчами</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Қайта кириш…</translation>
    </message>
</context>
<context>
    <name>search</name>
    <message>
        <source>Number</source>
        <translation>Рақам</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Орган</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Ишлаб чиқувчи</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Матн</translation>
    </message>
    <message>
        <source>Annex %1</source>
        <translation>%1-илова</translation>
    </message>
    <message>
        <source>Letter, %1</source>
        <translation>Хат, %1</translation>
    </message>
    <message>
        <source>Answer, %1</source>
        <translation>Жавоб, %1</translation>
    </message>
    <message>
        <source>Remark, %1</source>
        <translation>Мулоҳаза, %1</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Сабаб</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message numerus="yes">
        <source>✗ %n answer(s) without a good signature.</source>
        <translation>
            <numerusform>✗ Яроқли имзоси йўқ жавоблар: %n та.</numerusform>
            <numerusform>✗ Яроқли имзоси йўқ жавоблар: %n та.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… %n answer(s) not checked or not given yet.</source>
        <translation>
            <numerusform>… Ҳали текширилмаган ёки берилмаган жавоблар: %n та.</numerusform>
            <numerusform>… Ҳали текширилмаган ёки берилмаган жавоблар: %n та.</numerusform>
        </translation>
    </message>
    <message>
        <source>Agreement trail</source>
        <translation>Келишув варақаси</translation>
    </message>
    <message>
        <source>Annexes</source>
        <translation>Иловалар</translation>
    </message>
    <message>
        <source>Annexes</source>
        <comment>a tab</comment>
        <translation>Илова</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Келишув</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Тафсилот</translation>
    </message>
    <message numerus="yes">
        <source>✓ %n signature(s) checked</source>
        <translation>
            <numerusform>✓ %n та имзо текширилди</numerusform>
            <numerusform>✓ %n та имзо текширилди</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agreed by silence</source>
        <translation>
            <numerusform>%n таси сукут билан келишган</numerusform>
            <numerusform>%n таси сукут билан келишган</numerusform>
        </translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ҳа</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Йўқ</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Сабаби</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>Рўйхатга олиш рақами</translation>
    </message>
    <message>
        <source>Registered on</source>
        <translation>Рўйхатга олинган сана</translation>
    </message>
    <message>
        <source>Public address</source>
        <translation>Очиқ манзили</translation>
    </message>
    <message>
        <source>To be signed by</source>
        <translation>Имзоловчи</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Лойиҳа ишлаб чиқувчи</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>Ҳуқуқий асоси</translation>
    </message>
    <message>
        <source>Normative act</source>
        <translation>Норматив ҳужжат</translation>
    </message>
    <message>
        <source>Restricted document</source>
        <translation>Тарқатилиши чекланган ҳужжат</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Муддат</translation>
    </message>
    <message>
        <source>Version and round</source>
        <translation>Таҳрир ва босқич</translation>
    </message>
    <message>
        <source>Digest of this version</source>
        <translation>Бу таҳрирнинг хеш қиймати</translation>
    </message>
    <message>
        <source>Draft id</source>
        <translation>Лойиҳа идентификатори</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Мулоҳаза</translation>
    </message>
    <message>
        <source>What changed since you answered version {0}</source>
        <translation>{0}-таҳрирга жавобингиздан кейин нима ўзгарди</translation>
    </message>
    <message>
        <source>What changed since version {0}</source>
        <translation>{0}-таҳрирдан кейин нима ўзгарди</translation>
    </message>
    <message>
        <source>What changed…</source>
        <translation>Нима ўзгарди…</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Тарих</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>Its state now: {0}. Nothing was signed here.</source>
        <translation>Ҳозирги ҳолати: {0}. Бу ерда ҳеч нарса имзоланмади.</translation>
    </message>
    <message>
        <source>It is not to be signed any more</source>
        <translation>Уни имзолаш энди керак эмас</translation>
    </message>
    <message>
        <source>The draft has changed</source>
        <translation>Лойиҳа ўзгарган</translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was signed. Read it and sign again.</source>
        <translation>Янги таҳрир келди. Ҳеч нарса имзоланмади. Уни ўқиб, қайтадан имзоланг.</translation>
    </message>
    <message>
        <source>The registry refused it</source>
        <translation>Реестр қабул қилмади</translation>
    </message>
    <message>
        <source>Registered: No. {0}, {1}</source>
        <translation>Рўйхатга олинди: {0}-сон, {1}</translation>
    </message>
    <message>
        <source>Signed, the answer is not known yet</source>
        <translation>Имзоланди, жавоб ҳали номаълум</translation>
    </message>
    <message>
        <source>Signed, not sent yet</source>
        <translation>Имзоланди, ҳали юборилмаган</translation>
    </message>
    <message>
        <source>The signed package is safe in the outbox. The registry gives number and date when it accepts it; this happens by itself.</source>
        <translation>Имзоланган пакет юбориш навбатида сақланмоқда. Реестр уни қабул қилганда рақам ва сана беради; бу ўз-ўзидан бўлади.</translation>
    </message>
    <message>
        <source>The signed package and the registry&apos;s receipt are kept on this station. Publishing it is the registry&apos;s part.</source>
        <translation>Имзоланган пакет ва реестр тилхати шу компьютерда сақланади. Эълон қилишни реестр бажаради.</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>Рақамдан нусха олиш</translation>
    </message>
    <message>
        <source>The signed package is safe in the outbox and waits for your sign-in: the registry no longer knows the last one. Close this and sign in again; it is sent then.</source>
        <translation>Имзоланган пакет юбориш навбатида турибди ва киришингизни кутмоқда: аввалги кириш муддати тугаган. Бу ойнани ёпинг ва қайта киринг; шунда у юборилади.</translation>
    </message>
</context>
<context>
    <name>SignDialog</name>
    <message>
        <source>Annex {0}, page {1}</source>
        <translation>{0}-илова, {1}-саҳифа</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>{1} тадан {0}-саҳифа</translation>
    </message>
    <message>
        <source>Page {0}</source>
        <translation>{0}-саҳифа</translation>
    </message>
    <message>
        <source>Everything has been checked; it can be signed.</source>
        <translation>Ҳаммаси текширилди, имзолаш мумкин.</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Имзолаш</translation>
    </message>
    <message>
        <source>Digest of what will be signed</source>
        <translation>Имзоланадиган ҳужжатнинг хеш қиймати</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Текширувлар</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Давом этиш</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>{0}-таҳрир</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n саҳифа</numerusform>
            <numerusform>%n саҳифа</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n annex(es)</source>
        <translation>
            <numerusform>%n та илова</numerusform>
            <numerusform>%n та илова</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next to sign: %n left</source>
        <translation>
            <numerusform>Кейингисини имзолаш: яна %n та</numerusform>
            <numerusform>Кейингисини имзолаш: яна %n та</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>Кириш</translation>
    </message>
    <message>
        <source>Sign in with your token</source>
        <translation>Токенингиз билан киринг</translation>
    </message>
    <message>
        <source>Look for tokens again</source>
        <translation>Токенларни қайта излаш</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Кирилмоқда…</translation>
    </message>
    <message>
        <source>Looking for tokens…</source>
        <translation>Токенлар изланмоқда…</translation>
    </message>
    <message>
        <source>As soon as a token is put in it is shown here.</source>
        <translation>Токен уланиши билан шу ерда кўринади.</translation>
    </message>
    <message>
        <source>Choose your certificate.</source>
        <translation>Сертификатингизни танланг.</translation>
    </message>
    <message>
        <source>{0} was signed in here before. You will sign in as somebody else.</source>
        <translation>Бу ерда аввал {0} кирган эди. Сиз бошқа шахс сифатида кирасиз.</translation>
    </message>
    <message>
        <source>The token signs a one-time question of the registry.</source>
        <translation>Токен реестрнинг бир марталик сўровини имзолайди.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n draft(s) received</source>
        <translation>
            <numerusform>%n та лойиҳа келди</numerusform>
            <numerusform>%n та лойиҳа келди</numerusform>
        </translation>
    </message>
    <message>
        <source>Drafts: {0} of {1}</source>
        <translation>Лойиҳалар: {0}/{1}</translation>
    </message>
    <message>
        <source>Files: {0} of {1}</source>
        <translation>Файллар: {0}/{1}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Тўхтатиш</translation>
    </message>
    <message>
        <source>Token: {0}</source>
        <translation>Токен: {0}</translation>
    </message>
    <message>
        <source>No token</source>
        <translation>Токен йўқ</translation>
    </message>
    <message numerus="yes">
        <source>Outbox: %n refused</source>
        <translation>
            <numerusform>Юбориш навбати: %n та рад этилди</numerusform>
            <numerusform>Юбориш навбати: %n та рад этилди</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>%n та ёзув юборилмаган</numerusform>
            <numerusform>%n та ёзув юборилмаган</numerusform>
        </translation>
    </message>
    <message>
        <source>Outbox is empty</source>
        <translation>Юбориш навбати бўш</translation>
    </message>
    <message>
        <source>Synchronised %1</source>
        <translation>Янгиланди: %1</translation>
    </message>
    <message>
        <source>Never synchronised</source>
        <translation>Ҳали синхронланмаган</translation>
    </message>
</context>
<context>
    <name>TokenMenu</name>
    <message>
        <source>Token</source>
        <translation>Токен</translation>
    </message>
    <message>
        <source>Change the PIN…</source>
        <translation>PIN-кодни алмаштириш…</translation>
    </message>
    <message>
        <source>Unblock with the PUK…</source>
        <translation>PUK билан блокдан чиқариш…</translation>
    </message>
</context>
<context>
    <name>TroublePanel</name>
    <message>
        <source>What to do</source>
        <translation>Нима қилиш керак</translation>
    </message>
    <message>
        <source>Change the PIN…</source>
        <translation>PIN-кодни алмаштириш…</translation>
    </message>
    <message>
        <source>Unblock with the PUK…</source>
        <translation>PUK билан блокдан чиқариш…</translation>
    </message>
    <message>
        <source>I am sure of the code: let me enter it once more</source>
        <translation>Кодга ишончим комил: яна бир марта киритаман</translation>
    </message>
    <message>
        <source>Synchronise now</source>
        <translation>Ҳозир синхронлаш</translation>
    </message>
    <message>
        <source>Open the outbox</source>
        <translation>Юбориш навбатини очиш</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Кириш…</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Ҳисоботдан нусха олиш</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Сарлавҳа</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Орган</translation>
    </message>
    <message>
        <source>Draft id</source>
        <translation>Лойиҳа идентификатори</translation>
    </message>
    <message>
        <source>Digest of what was signed</source>
        <translation>Имзоланган ҳужжатнинг хеш қиймати</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Имзолар</translation>
    </message>
    <message>
        <source>Verified on</source>
        <translation>Текширилган вақт</translation>
    </message>
    <message>
        <source>Digest of the file</source>
        <translation>Файлнинг хеш қиймати</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%n annex(es)</source>
        <translation>
            <numerusform>%n та илова</numerusform>
            <numerusform>%n та илова</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed, not sent yet</source>
        <translation>Имзоланган, ҳали юборилмаган</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Ҳали юборилмаган</translation>
    </message>
    <message>
        <source>Answer not known</source>
        <translation>Жавоб номаълум</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Қабул қилинмади</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>Тарқатилиши чекланган</translation>
    </message>
    <message>
        <source>Round {0} · {1} of {2} answered</source>
        <translation>{0}-босқич · жавоб {1}/{2}</translation>
    </message>
    <message numerus="yes">
        <source>%n by silence</source>
        <translation>
            <numerusform>сукут: %n</numerusform>
            <numerusform>сукут: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Қарор</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Фармойиш</translation>
    </message>
    <message>
        <source>Council decision</source>
        <translation>Кенгаш қарори</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Қоралама</translation>
    </message>
    <message>
        <source>In agreement</source>
        <translation>Келишилмоқда</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Қайтарилган</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>Келишилган</translation>
    </message>
    <message>
        <source>With the deputy</source>
        <translation>Ўринбосар кўригида</translation>
    </message>
    <message>
        <source>Legal review</source>
        <translation>Ҳуқуқий экспертизада</translation>
    </message>
    <message>
        <source>Ready to sign</source>
        <translation>Имзога тайёр</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Имзоланган</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>Рўйхатга олинган</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Эълон қилинган</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Рад этилган</translation>
    </message>
    <message>
        <source>No longer in force</source>
        <translation>Ўз кучини йўқотган</translation>
    </message>
    <message>
        <source>To sign</source>
        <translation>Имзолаш</translation>
    </message>
    <message>
        <source>To agree</source>
        <translation>Келишиш</translation>
    </message>
    <message>
        <source>Returned to me</source>
        <translation>Қайтарилган</translation>
    </message>
    <message>
        <source>With others</source>
        <translation>Бошқаларда</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Тугалланган</translation>
    </message>
    <message>
        <source>All drafts</source>
        <translation>Ҳаммаси</translation>
    </message>
    <message>
        <source>No answer yet</source>
        <translation>Ҳали жавоб йўқ</translation>
    </message>
    <message>
        <source>Agreed</source>
        <comment>the answer of an organisation</comment>
        <translation>Келишилди</translation>
    </message>
    <message>
        <source>Agreed with a note</source>
        <translation>Изоҳ билан келишилди</translation>
    </message>
    <message>
        <source>Objected</source>
        <translation>Эътироз билдирилди</translation>
    </message>
    <message>
        <source>Deemed agreed</source>
        <translation>Келишилган ҳисобланади</translation>
    </message>
    <message>
        <source>Signature checked</source>
        <translation>Имзо текширилган</translation>
    </message>
    <message>
        <source>Signature checked, for the earlier version</source>
        <translation>Имзо текширилган, аввалги таҳрир учун</translation>
    </message>
    <message>
        <source>No signature: the term passed in silence</source>
        <translation>Имзосиз: муддат жавобсиз ўтган</translation>
    </message>
    <message>
        <source>Answer awaited</source>
        <translation>Жавоб кутилмоқда</translation>
    </message>
    <message>
        <source>Covers another version</source>
        <translation>Бошқа таҳрирга тегишли</translation>
    </message>
    <message>
        <source>Signature invalid</source>
        <translation>Имзо яроқсиз</translation>
    </message>
    <message>
        <source>Signature missing</source>
        <translation>Имзо йўқ</translation>
    </message>
    <message>
        <source>Signature could not be fully checked</source>
        <translation>Имзони тўлиқ текшириб бўлмади</translation>
    </message>
    <message>
        <source>Signature not checked yet</source>
        <translation>Имзо ҳали текширилмаган</translation>
    </message>
    <message>
        <source>Sign in to sign or answer.</source>
        <translation>Имзолаш ёки жавоб бериш учун тизимга киринг.</translation>
    </message>
    <message>
        <source>Nothing is asked of you here.</source>
        <translation>Бу ерда сиздан ҳеч нарса сўралмаган.</translation>
    </message>
    <message>
        <source>You have done your part.</source>
        <translation>Сиз ўз ишингизни бажардингиз.</translation>
    </message>
    <message>
        <source>This draft is finished.</source>
        <translation>Бу лойиҳа бўйича иш тугаган.</translation>
    </message>
    <message>
        <source>Signed; it waits in the outbox to be sent.</source>
        <translation>Имзоланган; юбориш навбатида турибди.</translation>
    </message>
    <message>
        <source>Sent; the registry&apos;s answer is not known yet. It is being settled.</source>
        <translation>Юборилди; реестр жавоби ҳали номаълум. Аниқланмоқда.</translation>
    </message>
    <message>
        <source>The signatures of the trail are being checked.</source>
        <translation>Келишув варақасидаги имзолар текширилмоқда.</translation>
    </message>
    <message>
        <source>Not all files are on this station yet.</source>
        <translation>Ҳали барча файллар бу компьютерга келмаган.</translation>
    </message>
    <message>
        <source>The trail has a signature that is not good. Look at the right side.</source>
        <translation>Келишув варақасида яроқсиз имзо бор. Ўнг панелга қаранг.</translation>
    </message>
    <message>
        <source>good</source>
        <translation>жойида</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>диққат</translation>
    </message>
    <message>
        <source>not good</source>
        <translation>жойида эмас</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>текширилмоқда</translation>
    </message>
    <message>
        <source>Opening the token</source>
        <translation>Токен очилмоқда</translation>
    </message>
    <message>
        <source>Signing on the token</source>
        <translation>Токенда имзоланмоқда</translation>
    </message>
    <message>
        <source>Building the package</source>
        <translation>Пакет тузилмоқда</translation>
    </message>
    <message>
        <source>Verifying what was signed</source>
        <translation>Имзоланган пакет текширилмоқда</translation>
    </message>
    <message>
        <source>Keeping it in the outbox</source>
        <translation>Юбориш навбатига қўйилмоқда</translation>
    </message>
    <message>
        <source>Sending to the registry</source>
        <translation>Реестрга юборилмоқда</translation>
    </message>
    <message>
        <source>Waiting for number and date</source>
        <translation>Рақам ва сана кутилмоқда</translation>
    </message>
    <message>
        <source>Signed package</source>
        <translation>Имзоланган пакет</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Жавоб</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Мулоҳаза</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Қайтариш</translation>
    </message>
    <message>
        <source>Rejection</source>
        <translation>Рад этиш</translation>
    </message>
    <message>
        <source>Signed, not yet time-stamped</source>
        <translation>Имзоланган, ҳали вақт тамғаси йўқ</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Юборилиши кутилмоқда</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Юборилмоқда</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Қабул қилинди</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Яроқли</translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation>Яроқсиз</translation>
    </message>
    <message>
        <source>Indeterminate</source>
        <translation>Аниқлаб бўлмади</translation>
    </message>
    <message>
        <source>Not connected yet</source>
        <translation>Ҳали уланмаган</translation>
    </message>
    <message>
        <source>Connected to the registry</source>
        <translation>Реестрга уланган</translation>
    </message>
    <message>
        <source>Synchronising</source>
        <translation>Синхронланмоқда</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Офлайн (алоқасиз)</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>Тизимга кириш керак</translation>
    </message>
    <message>
        <source>The token does not tell how many tries remain.</source>
        <translation>Токен нечта уриниш қолганини билдирмайди.</translation>
    </message>
    <message>
        <source>Several tries remain.</source>
        <translation>Бир неча уриниш қолган.</translation>
    </message>
    <message>
        <source>A wrong PIN was entered before; few tries remain.</source>
        <translation>Аввал нотўғри PIN-код киритилган; уринишлар оз қолди.</translation>
    </message>
    <message>
        <source>Last try: one more wrong PIN locks the token.</source>
        <translation>Охирги уриниш: яна битта хато PIN-код токенни блоклайди.</translation>
    </message>
    <message>
        <source>The token is locked and takes no PIN.</source>
        <translation>Токен блокланган ва PIN-код қабул қилмайди.</translation>
    </message>
    <message>
        <source>A wrong code was entered before; few tries remain.</source>
        <translation>Аввал нотўғри код киритилган; уринишлар оз қолди.</translation>
    </message>
    <message>
        <source>Last try: after one more wrong code nobody can unblock this token.</source>
        <translation>Охирги уриниш: яна битта хато коддан кейин бу токенни ҳеч ким блокдан чиқара олмайди.</translation>
    </message>
    <message>
        <source>The token takes no unblocking code any more.</source>
        <translation>Токен энди блокдан чиқариш кодини қабул қилмайди.</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>%n кун кечикди</numerusform>
            <numerusform>%n кун кечикди</numerusform>
        </translation>
    </message>
    <message>
        <source>due today</source>
        <translation>муддати бугун</translation>
    </message>
    <message>
        <source>due tomorrow</source>
        <translation>муддати эртага</translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>%n кун қолди</numerusform>
            <numerusform>%n кун қолди</numerusform>
        </translation>
    </message>
    <message>
        <source>Given here; it waits in the outbox to be sent.</source>
        <translation>Шу ерда берилган; навбатда юборилишини кутмоқда.</translation>
    </message>
    <message>
        <source>Returned or rejected here; it waits in the outbox to be sent.</source>
        <translation>Шу ерда қайтарилган ёки рад этилган; навбатда юборилишини кутмоқда.</translation>
    </message>
    <message>
        <source>Return not sent yet</source>
        <translation>Қайтариш ҳали юборилмаган</translation>
    </message>
    <message>
        <source>Rejection not sent yet</source>
        <translation>Рад этиш ҳали юборилмаган</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Қайтариб олинди</translation>
    </message>
    <message>
        <source>Done before, elsewhere</source>
        <translation>Аввалроқ бошқа жойда бажарилган</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>ҳозиргина</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n дақиқа</numerusform>
            <numerusform>%n дақиқа</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n соат</numerusform>
            <numerusform>%n соат</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n кун</numerusform>
            <numerusform>%n кун</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft, not handed in</source>
        <translation>Қоралама, топширилмаган</translation>
    </message>
    <message>
        <source>Sent</source>
        <comment>a remark</comment>
        <translation>Юборилган</translation>
    </message>
    <message>
        <source>Its place is unchanged, page {0}.</source>
        <translation>Ўрни ўзгармаган, {0}-саҳифа.</translation>
    </message>
    <message>
        <source>Its place moved to page {0}.</source>
        <translation>Ўрни {0}-саҳифага кўчган.</translation>
    </message>
    <message>
        <source>The words it was about are gone.</source>
        <translation>У тегишли бўлган сўзлар энди йўқ.</translation>
    </message>
    <message>
        <source>Its place could not be looked for yet.</source>
        <translation>Ўрнини ҳали қидириб бўлмади.</translation>
    </message>
    <message>
        <source>the term has passed</source>
        <translation>муддат ўтган</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n кун қолди</numerusform>
            <numerusform>%n кун қолди</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) left</source>
        <translation>
            <numerusform>%n соат қолди</numerusform>
            <numerusform>%n соат қолди</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>%n дақиқа қолди</numerusform>
            <numerusform>%n дақиқа қолди</numerusform>
        </translation>
    </message>
    <message>
        <source>silence has agreed</source>
        <translation>сукут билан келишилган</translation>
    </message>
    <message>
        <source>The term passed on {0}: deemed agreed.</source>
        <translation>Муддат {0} да ўтган: келишилган ҳисобланади.</translation>
    </message>
    <message>
        <source>Silence counts as agreement on {0}</source>
        <translation>{0} дан сукут келишув ҳисобланади</translation>
    </message>
    <message>
        <source>page {0} before</source>
        <translation>аввал {0}-саҳифада</translation>
    </message>
    <message>
        <source>page {0}, before {1}</source>
        <translation>{0}-саҳифа, аввал {1}</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>{0}-таҳрир</translation>
    </message>
    <message>
        <source>page {0}</source>
        <translation>{0}-саҳифа</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Натижа номаълум</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>дарҳол</translation>
    </message>
    <message numerus="yes">
        <source>in %n minute(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>%n дақиқада</numerusform>
            <numerusform>%n дақиқада</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n hour(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>%n соатда</numerusform>
            <numerusform>%n соатда</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>%n кунда</numerusform>
            <numerusform>%n кунда</numerusform>
        </translation>
    </message>
    <message>
        <source>A newer version is here. Only that one can be signed or answered.</source>
        <translation>Янги таҳрир бор. Фақат уни имзолаш ёки унга жавоб бериш мумкин.</translation>
    </message>
    <message>
        <source>New since round %1 (version %2)</source>
        <translation>%1-босқичдан (%2-таҳрир) кейин қўшилган</translation>
    </message>
    <message>
        <source>Changed since round %1 (version %2)</source>
        <translation>%1-босқичдан (%2-таҳрир) кейин ўзгарган</translation>
    </message>
    <message numerus="yes">
        <source>Round %1, version %2: %n organisation(s) asked</source>
        <translation>
            <numerusform>%1-босқич, %2-таҳрир: %n та ташкилотдан сўралди</numerusform>
            <numerusform>%1-босқич, %2-таҳрир: %n та ташкилотдан сўралди</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Round %1: %n answered, the last one</source>
        <translation>
            <numerusform>%1-босқич: %n та жавоб, шу охиргиси</numerusform>
            <numerusform>%1-босқич: %n та жавоб, шу охиргиси</numerusform>
        </translation>
    </message>
    <message>
        <source>Tried to sign here</source>
        <translation>Шу ерда имзолашга уринилди</translation>
    </message>
    <message>
        <source>Tried to answer here</source>
        <translation>Шу ерда жавоб беришга уринилди</translation>
    </message>
    <message>
        <source>Making the report</source>
        <translation>Ҳисобот тайёрланмоқда</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Ҳисобот ёзилмоқда</translation>
    </message>
    <message>
        <source>Drafts in outbox</source>
        <translation>Навбатдаги лойиҳалар</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>What changed</source>
        <translation>Нима ўзгарди</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Солиштирилмоқда…</translation>
    </message>
    <message>
        <source>Whole text</source>
        <translation>Бутун матн</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>Text with its changes</source>
        <translation>Ўзгаришлари билан матн</translation>
    </message>
    <message>
        <source>Previous change</source>
        <translation>Олдинги ўзгариш</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>Кейинги ўзгариш</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>Ҳеч нарса ўзгармаган.</translation>
    </message>
    <message>
        <source>Change {0} of {1}</source>
        <translation>{1} тадан {0}-ўзгариш</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) in the text</source>
        <translation>
            <numerusform>Матнда %n та ўзгариш</numerusform>
            <numerusform>Матнда %n та ўзгариш</numerusform>
        </translation>
    </message>
    <message>
        <source>⊕ came in (underlined) · ⊖ went out (struck through) · ↶ ↷ moved</source>
        <translation>⊕ қўшилган (таги чизилган) · ⊖ олиб ташланган (устидан чизилган) · ↶ ↷ кўчирилган</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Ёнма-ён</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Қайси таҳрирдан</translation>
    </message>
    <message>
        <source>to</source>
        <translation>қайси таҳриргача</translation>
    </message>
    <message>
        <source>Older version</source>
        <translation>Эскироқ таҳрир</translation>
    </message>
    <message>
        <source>Newer version</source>
        <translation>Янгироқ таҳрир</translation>
    </message>
    <message>
        <source>Two versions side by side</source>
        <translation>Икки таҳрир ёнма-ён</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>{0}-таҳрир</translation>
    </message>
    <message>
        <source>{0}, which you answered</source>
        <translation>{0}, сиз жавоб берган</translation>
    </message>
    <message>
        <source>{0}, the present one</source>
        <translation>{0}, ҳозиргиси</translation>
    </message>
    <message>
        <source>{0}, not on this station</source>
        <translation>{0}, бу компьютерда йўқ</translation>
    </message>
</context>
<context>
    <name>RemarkEditor</name>
    <message>
        <source>A remark on version {0}; there is a newer one. It is kept, and can be made again there.</source>
        <translation>{0}-таҳрирга мулоҳаза; янгироғи бор. У сақланган, уни ўша ерда қайта билдириш мумкин.</translation>
    </message>
    <message>
        <source>Hand in</source>
        <translation>Топшириш</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Ўчириш</translation>
    </message>
    <message>
        <source>Your remark</source>
        <translation>Мулоҳазангиз</translation>
    </message>
    <message>
        <source>Your remark; it is kept as you type</source>
        <translation>Мулоҳазангиз; ёзилиши билан сақланиб боради</translation>
    </message>
    <message>
        <source>Your answer waits to be sent; after it the registry takes no remark. To hand this in, take the answer back in the outbox first.</source>
        <translation>Жавобингиз юборилишини кутмоқда, ундан кейин реестр мулоҳаза қабул қилмайди. Буни топшириш учун аввал жавобни юбориш навбатидан қайтариб олинг.</translation>
    </message>
    <message>
        <source>The registry takes no remark of yours on this version any more. The words are kept here; copy them to use them elsewhere, or delete them.</source>
        <translation>Реестр бу таҳрирга мулоҳазангизни энди қабул қилмайди. Матн шу ерда сақланган: бошқа жойда ишлатиш учун нусха олинг ёки ўчиринг.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Нусха олиш</translation>
    </message>
</context>
<context>
    <name>RemarksPanel</name>
    <message>
        <source>Your remark on version {0}:</source>
        <translation>{0}-таҳрирга мулоҳазангиз:</translation>
    </message>
    <message numerus="yes">
        <source>%n more after this one.</source>
        <translation>
            <numerusform>Бундан кейин яна %n та.</numerusform>
            <numerusform>Бундан кейин яна %n та.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remark on this page</source>
        <translation>Шу саҳифага мулоҳаза</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Керак эмас</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Мулоҳазалар</translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>Такрорлаш</translation>
    </message>
    <message>
        <source>No remarks yet. Select words on a page, with the mouse or with {1} and the arrows, and press {0} to make one.</source>
        <translation>Ҳали мулоҳазалар йўқ. Ёзиш учун саҳифада сўзларни сичқонча билан ёки {1} ва кўрсаткич тугмалари билан белгилаб, {0} босинг.</translation>
    </message>
</context>
<context>
    <name>CompareModel</name>
    <message>
        <source>Change {0} of {1}</source>
        <translation>{1} тадан {0}-ўзгариш</translation>
    </message>
    <message>
        <source>went out: {0}</source>
        <translation>олиб ташланган: {0}</translation>
    </message>
    <message>
        <source>came in: {0}</source>
        <translation>қўшилган: {0}</translation>
    </message>
    <message>
        <source>moved from here: {0}</source>
        <translation>бу ердан кўчирилган: {0}</translation>
    </message>
    <message>
        <source>moved here: {0}</source>
        <translation>бу ерга кўчирилган: {0}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>ҳеч нарса</translation>
    </message>
</context>
<context>
    <name>papers</name>
    <message>
        <source>Save</source>
        <translation>Сақлаш</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Сақланди: %1</translation>
    </message>
    <message>
        <source>Agreement sheet</source>
        <translation>Келишув варақаси</translation>
    </message>
    <message>
        <source>Signed package</source>
        <translation>Имзоланган пакет</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>Чоп этилмоқда…</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>Принтерга юборилди.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Ҳужжат</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Орган</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Ҳолати</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>Рўйхатга олиш рақами</translation>
    </message>
    <message>
        <source>Registered on</source>
        <translation>Рўйхатга олинган сана</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Лойиҳа ишлаб чиқувчи</translation>
    </message>
    <message>
        <source>To be signed by</source>
        <translation>Имзоловчи</translation>
    </message>
    <message>
        <source>Version and round</source>
        <translation>Таҳрир ва босқич</translation>
    </message>
    <message>
        <source>Draft id</source>
        <translation>Лойиҳа идентификатори</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>%1-босқич</translation>
    </message>
    <message>
        <source>Nobody was asked for agreement.</source>
        <translation>Келишув ҳеч кимдан сўралмаган.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Файллар</translation>
    </message>
    <message>
        <source>Digest of this version</source>
        <translation>Шу таҳрирнинг хеш қиймати</translation>
    </message>
    <message>
        <source>This sheet tells what the registry&apos;s trail said and what came of checking its signatures. What proves them is the signed package, not this paper.</source>
        <translation>Бу варақа реестрдаги келишув маълумотини ва имзоларни текшириш натижасини кўрсатади. Уларнинг исботи шу қоғоз эмас, имзоланган пакетдир.</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Ташкилот</translation>
    </message>
    <message>
        <source>Official</source>
        <translation>Мансабдор шахс</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Жавоб</translation>
    </message>
    <message>
        <source>Received and answered</source>
        <translation>Олинган ва жавоб берилган</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Изоҳ</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Имзо</translation>
    </message>
    <message>
        <source>due %1</source>
        <translation>муддати %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>%1-таҳрир</translation>
    </message>
    <message>
        <source>Annex %1</source>
        <translation>%1-илова</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Матн</translation>
    </message>
    <message>
        <source>Made on %1 with %2</source>
        <translation>%1 да %2 дастурида тайёрланди</translation>
    </message>
    <message>
        <source>%1 by a time-stamp</source>
        <translation>%1, вақт тамғаси бўйича</translation>
    </message>
    <message>
        <source>%1 by the signer&apos;s own clock</source>
        <translation>%1, имзоловчининг ўз соати бўйича</translation>
    </message>
    <message>
        <source>Certificate of %1</source>
        <translation>Сертификатни берган: %1</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>№ %1</translation>
    </message>
    <message>
        <source>Certificates not revoked, as of %1</source>
        <translation>Сертификатлар бекор қилинмаган, %1 ҳолатига кўра</translation>
    </message>
    <message>
        <source>The earlier file and its signature are kept as: %1</source>
        <translation>Аввалги файл имзоси билан бирга шу номда сақланди: %1</translation>
    </message>
</context>
<context>
    <name>MoreMenu</name>
    <message>
        <source>More</source>
        <translation>Яна</translation>
    </message>
    <message>
        <source>Can I sign now?</source>
        <translation>Ҳозир имзолай оламанми?</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Чоп этиш…</translation>
    </message>
    <message>
        <source>Save this file…</source>
        <translation>Шу файлни сақлаш…</translation>
    </message>
    <message>
        <source>Save the agreement sheet…</source>
        <translation>Келишув варақасини сақлаш…</translation>
    </message>
    <message>
        <source>Save the signed package…</source>
        <translation>Имзоланган пакетни сақлаш…</translation>
    </message>
    <message>
        <source>Set up this station…</source>
        <translation>Иш жойини созлаш…</translation>
    </message>
    <message>
        <source>Print the agreement sheet…</source>
        <translation>Келишув варақасини чоп этиш…</translation>
    </message>
</context>
<context>
    <name>ReadinessDialog</name>
    <message>
        <source>Can I sign now?</source>
        <translation>Ҳозир имзолай оламанми?</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Нусха олиш</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Қайта текшириш</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>No, not yet</source>
        <translation>Йўқ, ҳали эмас</translation>
    </message>
    <message>
        <source>What stands in the way: %1</source>
        <translation>Халақит бераётгани: %1</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Текширилмоқда…</translation>
    </message>
    <message>
        <source>Everything that signing needs is being looked at.</source>
        <translation>Имзолаш учун керакли ҳамма нарса текширилмоқда.</translation>
    </message>
    <message>
        <source>Yes, you can sign now</source>
        <translation>Ҳа, ҳозир имзолай оласиз</translation>
    </message>
    <message>
        <source>Something else needs a look; it stops no signature.</source>
        <translation>Бошқа нарсага ҳам қараш керак; у имзолашга тўсқинлик қилмайди.</translation>
    </message>
    <message>
        <source>Everything that signing needs is in order.</source>
        <translation>Имзолаш учун керакли ҳамма нарса жойида.</translation>
    </message>
    <message>
        <source>Token and certificate</source>
        <translation>Токен ва сертификат</translation>
    </message>
    <message>
        <source>Registry and clock</source>
        <translation>Реестр ва соат</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Шу компьютер</translation>
    </message>
    <message>
        <source>Time-stamps and outbox</source>
        <translation>Вақт тамғалари ва юбориш навбати</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Кириш…</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Юбориш навбати</translation>
    </message>
    <message>
        <source>Synchronise</source>
        <translation>Синхронлаш</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>Созлаш…</translation>
    </message>
</context>
<context>
    <name>KeysAction</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Клавиатура тугмалари</translation>
    </message>
</context>
<context>
    <name>LookMenu</name>
    <message>
        <source>As the desktop</source>
        <translation>Тизимдагидек</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Ёруғ</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Қоронғи</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Матнни катталаштириш</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Матнни кичрайтириш</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Матн ўлчами</translation>
    </message>
    <message>
        <source>Usual text size</source>
        <translation>Одатдаги матн ўлчами</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Камроқ ҳаракат</translation>
    </message>
    <message>
        <source>Tell me what is new</source>
        <translation>Янгиликларни айтиш</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Клавиатура тугмалари</translation>
    </message>
    <message>
        <source>Tab goes from part to part, the arrow keys move within a list.</source>
        <translation>Tab қисмдан қисмга ўтказади, кўрсаткич тугмалари рўйхат ичида юради.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Тугмалар</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>Нима қилади</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>Ойнанинг кейинги қисми</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>Ойнанинг олдинги қисми</translation>
    </message>
    <message>
        <source>Another line of a list; scroll the pages</source>
        <translation>Рўйхатнинг бошқа қатори; саҳифаларни суриш</translation>
    </message>
    <message>
        <source>Open what is chosen; press the highlighted button</source>
        <translation>Танланганини очиш; ажратиб кўрсатилган тугмани босиш</translation>
    </message>
    <message>
        <source>Press a button, tick a box; next screen of a page</source>
        <translation>Тугмани босиш, катакни белгилаш; саҳифани бир экран суриш</translation>
    </message>
    <message>
        <source>Close a dialog, end a search</source>
        <translation>Ойначани ёпиш, қидирувни тугатиш</translation>
    </message>
    <message>
        <source>Next place found in the document</source>
        <translation>Ҳужжатда топилган кейинги жой</translation>
    </message>
    <message>
        <source>Previous place found in the document</source>
        <translation>Ҳужжатда топилган олдинги жой</translation>
    </message>
    <message>
        <source>Select words on a page by keys</source>
        <translation>Саҳифада сўзларни тугмалар билан белгилаш</translation>
    </message>
    <message>
        <source>Copy the selected words</source>
        <translation>Белгиланган сўзлардан нусха олиш</translation>
    </message>
    <message>
        <source>Take back what was just done</source>
        <translation>Ҳозирги амални қайтариш</translation>
    </message>
</context>
<context>
    <name>SetupDialog</name>
    <message>
        <source>The registry answered. Its address is kept.</source>
        <translation>Реестр жавоб берди. Манзили сақланди.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Текширилмоқда…</translation>
    </message>
    <message>
        <source>Set up this station</source>
        <translation>Иш жойини созлаш</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Босқичлар</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Кейинроқ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Орқага</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Ўтказиб юбориш</translation>
    </message>
    <message>
        <source>Use and try</source>
        <translation>Қўллаш ва синаш</translation>
    </message>
    <message>
        <source>Address of the registry</source>
        <translation>Реестр манзили</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Кириш…</translation>
    </message>
    <message>
        <source>Look at the token</source>
        <translation>Токенни текшириш</translation>
    </message>
    <message>
        <source>The window&apos;s words; documents stay as they are.</source>
        <translation>Ойнадаги сўзлар тили; ҳужжатлар ўзгармайди.</translation>
    </message>
    <message>
        <source>Your office has set the address; it can be tried here.</source>
        <translation>Манзилни ташкилотингиз белгилаган; бу ерда уни синаб кўриш мумкин.</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Синаб кўриш</translation>
    </message>
    <message>
        <source>Your IT staff knows the address. Without it you can look around and verify files.</source>
        <translation>Манзилни АТ ходимлари билади. Усиз ҳам дастурни кўриш ва файлларни текшириш мумкин.</translation>
    </message>
    <message>
        <source>With your token and its PIN. The PIN is asked for in a window of its own.</source>
        <translation>Токенингиз ва унинг PIN-коди билан. PIN-код алоҳида ойнада сўралади.</translation>
    </message>
    <message>
        <source>No PIN is needed for this, and nothing is signed.</source>
        <translation>Бунинг учун PIN-код керак эмас ва ҳеч нарса имзоланмайди.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>бажарилди</translation>
    </message>
    <message>
        <source>open</source>
        <translation>бажарилмаган</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Тугатиш</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Давом этиш</translation>
    </message>
    <message>
        <source>Asking the registry…</source>
        <translation>Реестрдан сўралмоқда…</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Тил</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Реестр</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Кириш</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Токен</translation>
    </message>
</context>
<context>
    <name>UndoLine</name>
    <message>
        <source>Undo</source>
        <translation>Бекор қилиш</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>There is a new draft to sign.</source>
        <translation>Имзолаш учун янги лойиҳа бор.</translation>
    </message>
    <message>
        <source>The registry has refused an entry of the outbox.</source>
        <translation>Реестр юбориш навбатидаги ёзувни рад этди.</translation>
    </message>
    <message>
        <source>To sign: %1</source>
        <translation>Имзолашга: %1</translation>
    </message>
    <message>
        <source>There is a new draft to agree.</source>
        <translation>Келишиш учун янги лойиҳа бор.</translation>
    </message>
    <message>
        <source>Open the window</source>
        <translation>Ойнани очиш</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>Дастурни ёпиш</translation>
    </message>
    <message>
        <source>To agree: %1</source>
        <translation>Келишишга: %1</translation>
    </message>
</context>
<context>
    <name>dropping</name>
    <message>
        <source>Packages, PDFs and signatures</source>
        <translation>Пакетлар, PDF ва имзолар</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Барча файллар</translation>
    </message>
    <message>
        <source>Let go to have it verified</source>
        <translation>Текшириш учун қўйиб юборинг</translation>
    </message>
</context>
<context>
    <name>ReportSignDialog</name>
    <message>
        <source>Sign the report</source>
        <translation>Ҳисоботни имзолаш</translation>
    </message>
    <message>
        <source>Sign the verification report</source>
        <translation>Текширув ҳисоботини имзолаш</translation>
    </message>
    <message>
        <source>The report names you as the one who verified this file. It is signed with your token, verified and written here; nothing is sent anywhere.</source>
        <translation>Ҳисоботда бу файлни сиз текширганингиз ёзилади. У токенингиз билан имзоланади, текширилади ва шу ерга ёзилади; ҳеч қаерга юборилмайди.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>Digest of the file</source>
        <translation>Файлнинг хеш қиймати</translation>
    </message>
    <message>
        <source>Will be written to</source>
        <translation>Ёзиладиган жой</translation>
    </message>
    <message>
        <source>Sign and write</source>
        <translation>Имзолаш ва ёзиш</translation>
    </message>
    <message>
        <source>The report is signed and written</source>
        <translation>Ҳисобот имзоланди ва ёзилди</translation>
    </message>
    <message>
        <source>Its signature is beside it; viewers of PDF cannot check national ones:</source>
        <translation>Имзоси унинг ёнида; PDF дастурлари миллий имзони текшира олмайди:</translation>
    </message>
    <message>
        <source>Give it away as it is: any change to it breaks its signature.</source>
        <translation>Уни қандай бўлса, шундайлигича беринг: ҳар қандай ўзгариш имзосини бузади.</translation>
    </message>
</context>
<context>
    <name>RunningPage</name>
    <message>
        <source>Signing</source>
        <translation>Имзоланмоқда</translation>
    </message>
    <message>
        <source>This key wants the PIN for each signature. Now for signature {0}.</source>
        <translation>Бу калит ҳар бир имзо учун PIN-код сўрайди. Ҳозир {0}-имзо учун.</translation>
    </message>
    <message>
        <source>Signed and kept on this station: it will be sent even if the window is closed or the connection is lost. It can no longer be taken back here.</source>
        <translation>Имзоланди ва шу компьютерда сақланди: ойна ёпилса ёки алоқа узилса ҳам юборилади. Энди уни бу ерда бекор қилиб бўлмайди.</translation>
    </message>
    <message>
        <source>Being cancelled. The token finishes what it is doing; nothing is kept or sent.</source>
        <translation>Бекор қилинмоқда. Токен бошлаган ишини тугатади; ҳеч нарса сақланмайди ва юборилмайди.</translation>
    </message>
    <message>
        <source>Nothing leaves this station yet; it can still be cancelled.</source>
        <translation>Ҳозирча бу компьютердан ҳеч нарса чиқмайди; ҳали бекор қилиш мумкин.</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>done</source>
        <translation>бажарилди</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>бажарилмоқда</translation>
    </message>
    <message>
        <source>stopped here</source>
        <translation>шу ерда тўхтади</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>навбатда</translation>
    </message>
</context>
<context>
    <name>ReportRunningPage</name>
    <message>
        <source>Signing the report</source>
        <translation>Ҳисобот имзоланмоқда</translation>
    </message>
    <message>
        <source>It is signed and being written; that can no longer be cancelled.</source>
        <translation>У имзоланди ва ёзилмоқда; буни энди бекор қилиб бўлмайди.</translation>
    </message>
    <message>
        <source>Being cancelled. The token finishes what it is doing; nothing is written.</source>
        <translation>Бекор қилинмоқда. Токен бошлаган ишини тугатади; ҳеч нарса ёзилмайди.</translation>
    </message>
    <message>
        <source>Nothing is written yet; it can still be cancelled.</source>
        <translation>Ҳали ҳеч нарса ёзилмади; уни бекор қилиш мумкин.</translation>
    </message>
</context>
<context>
    <name>SignerDialog</name>
    <message>
        <source>Who signs</source>
        <translation>Ким имзолайди</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
</context>
<context>
    <name>SteppedDialog</name>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
</context>
<context>
    <name>ChoiceMenu</name>
    <message>
        <source>Set by your administrator</source>
        <translation>Администратор белгилаган</translation>
    </message>
</context>
<context>
    <name>tab_arrows</name>
    <message>
        <source>Files before these</source>
        <translation>Булардан олдинги файллар</translation>
    </message>
    <message>
        <source>Files after these</source>
        <translation>Булардан кейинги файллар</translation>
    </message>
</context>
<context>
    <name>file_names</name>
    <message>
        <source>“%1” is there already. Replace it?</source>
        <translation>“%1” аллақачон бор. Алмаштирилсинми?</translation>
    </message>
</context>
<context>
    <name>SeveralButton</name>
    <message numerus="yes">
        <source>Sign %n selected…</source>
        <translation>
            <numerusform>Танланган %n тасини имзолаш…</numerusform>
            <numerusform>Танланган %n тасини имзолаш…</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign several…</source>
        <translation>Гуруҳлаб имзолаш…</translation>
    </message>
    <message numerus="yes">
        <source>Selected: %n…</source>
        <translation>
            <numerusform>Танланган: %n…</numerusform>
            <numerusform>Танланган: %n…</numerusform>
        </translation>
    </message>
    <message>
        <source>Several…</source>
        <translation>Бир нечта…</translation>
    </message>
    <message>
        <source>Select several drafts, or sign from the whole group</source>
        <translation>Бир нечта лойиҳани танланг ёки бутун гуруҳдан имзоланг</translation>
    </message>
</context>
<context>
    <name>Groups</name>
    <message numerus="yes">
        <source>%1, %n draft(s)</source>
        <translation>
            <numerusform>%1, %n та лойиҳа</numerusform>
            <numerusform>%1, %n та лойиҳа</numerusform>
        </translation>
    </message>
</context>
</TS>
