<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="uz" sourcelanguage="en">
<context>
    <name>ActionBar</name>
    <message numerus="yes">
        <source>Your signature covers the text, %n annex(es) and the trail.</source>
        <translation>
            <numerusform>Imzoingiz matnni, %n ta ilovani va kelishuv varaqasini qamrab oladi.</numerusform>
            <numerusform>Imzoingiz matnni, %n ta ilovani va kelishuv varaqasini qamrab oladi.</numerusform>
        </translation>
    </message>
    <message>
        <source>Your organisation is asked whether it agrees.</source>
        <translation>Tashkilotingizdan kelishuv soʻralmoqda.</translation>
    </message>
    <message>
        <source>Sign…</source>
        <translation>Imzolash…</translation>
    </message>
    <message>
        <source>Asking the registry…</source>
        <translation>Reyestrdan soʻralmoqda…</translation>
    </message>
    <message>
        <source>Agree…</source>
        <translation>Kelishish…</translation>
    </message>
    <message>
        <source>Object…</source>
        <translation>Eʼtiroz bildirish…</translation>
    </message>
    <message>
        <source>Return…</source>
        <translation>Qaytarish…</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Rad etish…</translation>
    </message>
    <message>
        <source>You can return the draft, with a reason.</source>
        <translation>Loyihani sababi bilan qaytarishingiz mumkin.</translation>
    </message>
    <message>
        <source>Can I sign now?</source>
        <translation>Hozir imzolay olamanmi?</translation>
    </message>
    <message>
        <source>Show the newer version</source>
        <translation>Yangi tahrirni koʻrsatish</translation>
    </message>
</context>
<context>
    <name>AgreeDialog</name>
    <message>
        <source>Your answer is being signed. The window closes when that is done.</source>
        <translation>Javobingiz imzolanmoqda. Tugagach oyna yopiladi.</translation>
    </message>
    <message>
        <source>Your answer is being signed by the token.</source>
        <translation>Javobingiz token bilan imzolanmoqda.</translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s) of yours on this version are not handed in. After the answer they cannot be.</source>
        <translation>
            <numerusform>Bu tahrirga yozgan %n ta mulohazangiz topshirilmagan. Javobdan keyin uni topshirib boʻlmaydi.</numerusform>
            <numerusform>Bu tahrirga yozgan %n ta mulohazangiz topshirilmagan. Javobdan keyin uni topshirib boʻlmaydi.</numerusform>
        </translation>
    </message>
    <message>
        <source>Answer for your organisation</source>
        <translation>Tashkilot nomidan javob</translation>
    </message>
    <message>
        <source>Your signature covers exactly version {0}:</source>
        <translation>Imzoingiz aynan {0}-tahrirni qamrab oladi:</translation>
    </message>
    <message>
        <source>Note or objection</source>
        <translation>Izoh yoki eʼtiroz</translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was signed. Read it and answer again.</source>
        <translation>Yangi tahrir keldi. Hech narsa imzolanmadi. Uni oʻqib, qaytadan javob bering.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>An objection needs its reason.</source>
        <translation>Eʼtirozning sababi yozilishi kerak.</translation>
    </message>
    <message>
        <source>Write the note.</source>
        <translation>Izohni yozing.</translation>
    </message>
    <message>
        <source>Sign the objection</source>
        <translation>Eʼtirozni imzolash</translation>
    </message>
    <message>
        <source>Sign the agreement</source>
        <translation>Kelishuvni imzolash</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n not ticked.</source>
        <translation>
            <numerusform>%n tasi belgilanmagan.</numerusform>
            <numerusform>%n tasi belgilanmagan.</numerusform>
        </translation>
    </message>
    <message>
        <source>Ticked: %1 of %2.</source>
        <translation>Belgilandi: %1 / %2.</translation>
    </message>
    <message>
        <source>Tick each document you want to sign.</source>
        <translation>Imzolamoqchi boʻlgan har bir hujjatni belgilang.</translation>
    </message>
    <message>
        <source>Sign several</source>
        <translation>Bir nechtasini imzolash</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Kim imzolaydi</translation>
    </message>
    <message>
        <source>Open the document</source>
        <translation>Hujjatni ochish</translation>
    </message>
    <message>
        <source>Tick what was opened</source>
        <translation>Ochilganlarni belgilash</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Toʻxtatish</translation>
    </message>
    <message>
        <source>After the document that is being signed</source>
        <translation>Imzolanayotgan hujjatdan keyin</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s) with one PIN</source>
        <translation>
            <numerusform>%n ta hujjatni bitta PIN-kod bilan imzolash</numerusform>
            <numerusform>%n ta hujjatni bitta PIN-kod bilan imzolash</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign several documents with one PIN</source>
        <translation>Bir necha hujjatni bitta PIN-kod bilan imzolash</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Davom ettirish</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Toʻxtab turish</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Davom etish</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)</source>
        <translation>
            <numerusform>%n ta hujjatni imzolash</numerusform>
            <numerusform>%n ta hujjatni imzolash</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Imzolash</translation>
    </message>
    <message>
        <source>This key wants its PIN for every signature: number %1.</source>
        <translation>Bu kalit har bir imzo uchun PIN-kod soʻraydi: %1-imzo.</translation>
    </message>
    <message>
        <source>The documents are being checked…</source>
        <translation>Hujjatlar tekshirilmoqda…</translation>
    </message>
    <message>
        <source>Closing after the document under way…</source>
        <translation>Imzolanayotgan hujjatdan keyin yopiladi…</translation>
    </message>
    <message>
        <source>What is signed is kept on this station at once and sent afterwards.</source>
        <translation>Imzolangani darhol shu kompyuterda saqlanadi va keyin yuboriladi.</translation>
    </message>
    <message>
        <source>Paused. After some minutes the token is closed and asks for its PIN again.</source>
        <translation>Toʻxtab turibdi. Bir necha daqiqadan keyin token yopiladi va PIN-kodni qayta soʻraydi.</translation>
    </message>
    <message>
        <source>Choose the certificate that signs all of them.</source>
        <translation>Hammasini imzolaydigan sertifikatni tanlang.</translation>
    </message>
    <message>
        <source>Tick each document you want to sign. Ticked: %1 of %2.</source>
        <translation>Imzolamoqchi boʻlgan har bir hujjatni belgilang. Belgilandi: %1 / %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n signed and in the outbox.</source>
        <translation>
            <numerusform>%n tasi imzolandi va navbatda.</numerusform>
            <numerusform>%n tasi imzolandi va navbatda.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not signed.</source>
        <translation>
            <numerusform>%n tasi imzolanmadi.</numerusform>
            <numerusform>%n tasi imzolanmadi.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with unknown outcome: the token gave no answer.</source>
        <translation>
            <numerusform>%n tasining natijasi nomaʼlum: token javob bermadi.</numerusform>
            <numerusform>%n tasining natijasi nomaʼlum: token javob bermadi.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pausing after the document under way…</source>
        <translation>Boshlangan hujjatdan keyin toʻxtab turadi…</translation>
    </message>
    <message numerus="yes">
        <source>%n registered.</source>
        <translation>
            <numerusform>%n tasi roʻyxatga olindi.</numerusform>
            <numerusform>%n tasi roʻyxatga olindi.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n had been signed already.</source>
        <translation>
            <numerusform>%n tasi allaqachon imzolangan edi.</numerusform>
            <numerusform>%n tasi allaqachon imzolangan edi.</numerusform>
        </translation>
    </message>
    <message>
        <source>The documents are checked once there is a certificate.</source>
        <translation>Imzolash uchun sertifikat boʻlgach, hujjatlar tekshiriladi.</translation>
    </message>
</context>
<context>
    <name>BatchTree</name>
    <message>
        <source>not ticked</source>
        <translation>belgilanmagan</translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>belgilangan</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Hujjat</translation>
    </message>
    <message>
        <source>Read on this screen</source>
        <translation>Shu ekranda oʻqilgan</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Holati</translation>
    </message>
    <message>
        <source>Documents to sign</source>
        <translation>Imzolanadigan hujjatlar</translation>
    </message>
    <message>
        <source>Digest: %1</source>
        <translation>Xesh: %1</translation>
    </message>
    <message>
        <source>Not opened</source>
        <translation>Ochilmagan</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Ochilgan</translation>
    </message>
    <message>
        <source>Opened, pages %1 of %2</source>
        <translation>Ochilgan, sahifa: %1 / %2</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>Imzolanmoqda</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>№ %1</translation>
    </message>
    <message>
        <source>Signed, in the outbox</source>
        <translation>Navbatda</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>Imzolanmadi</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Natija nomaʼlum</translation>
    </message>
    <message>
        <source>Being checked…</source>
        <translation>Tekshirilmoqda…</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Hali tekshirilmagan</translation>
    </message>
    <message>
        <source>Cannot be signed</source>
        <translation>Imzolab boʻlmaydi</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n ta ogohlantirish</numerusform>
            <numerusform>%n ta ogohlantirish</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Tayyor</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Oʻqilgan</translation>
    </message>
    <message>
        <source>Signed already</source>
        <translation>Allaqachon imzolangan</translation>
    </message>
    <message>
        <source>It may have been signed, so it is not signed again here. Open it and sign it by itself.</source>
        <translation>U imzolangan boʻlishi mumkin, shuning uchun bu yerda qayta imzolanmaydi. Uni oching va alohida imzolang.</translation>
    </message>
</context>
<context>
    <name>CertificateCard</name>
    <message>
        <source>No certificate that may sign was found</source>
        <translation>Imzolash mumkin boʻlgan sertifikat topilmadi</translation>
    </message>
    <message>
        <source>Token {0}</source>
        <translation>Token {0}</translation>
    </message>
    <message>
        <source>PINFL {0} · TIN {1}</source>
        <translation>JSHSHIR {0} · STIR {1}</translation>
    </message>
    <message>
        <source>Issued by {0}</source>
        <translation>Kim bergan: {0}</translation>
    </message>
    <message>
        <source>Fingerprint {0}</source>
        <translation>Barmoq izi {0}</translation>
    </message>
    <message>
        <source>Token {0} · {1}</source>
        <translation>Token {0} · {1}</translation>
    </message>
    <message>
        <source>✗ Expired on {0}</source>
        <translation>✗ Muddati tugagan: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n kun qoldi</numerusform>
            <numerusform>%n kun qoldi</numerusform>
        </translation>
    </message>
    <message>
        <source>! Valid until {0}: {1}</source>
        <translation>! Amal qilish muddati {0} gacha: {1}</translation>
    </message>
    <message>
        <source>Valid until {0}: {1}</source>
        <translation>Amal qilish muddati {0} gacha: {1}</translation>
    </message>
    <message>
        <source>RSA or ECDSA key: for pilots. It is not a signature by the national standard.</source>
        <translation>RSA yoki ECDSA kaliti: sinov uchun. Bu milliy standart boʻyicha imzo emas.</translation>
    </message>
    <message>
        <source>A key of the national standard.</source>
        <translation>Milliy standart boʻyicha kalit.</translation>
    </message>
</context>
<context>
    <name>CertificateChooser</name>
    <message>
        <source>Certificates</source>
        <translation>Sertifikatlar</translation>
    </message>
    <message>
        <source>Look for tokens again</source>
        <translation>Tokenlarni qayta izlash</translation>
    </message>
    <message>
        <source>Cannot be used: {0}</source>
        <translation>Ishlatib boʻlmaydi: {0}</translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>Closing…</source>
        <translation>Yopilmoqda…</translation>
    </message>
    <message>
        <source>The token has not answered yet. If you do not wait, it may stay unknown whether the document under way was signed; the next start says what is known of it.</source>
        <translation>Token hali javob bermadi. Kutmasangiz, shu hujjat imzolangan-imzolanmagani nomaʼlum qolishi mumkin; bu haqda nima maʼlumligini dastur keyingi ishga tushganda aytadi.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Davom etish</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Toʻxtatib yopish</translation>
    </message>
    <message>
        <source>Finish and close</source>
        <translation>Tugatib yopish</translation>
    </message>
    <message>
        <source>Close without waiting</source>
        <translation>Kutmasdan yopish</translation>
    </message>
    <message>
        <source>A document is being signed</source>
        <translation>Hujjat imzolanmoqda</translation>
    </message>
    <message>
        <source>A signed document is being kept</source>
        <translation>Imzolangan hujjat saqlanmoqda</translation>
    </message>
    <message>
        <source>Several documents are being signed</source>
        <translation>Bir necha hujjat imzolanmoqda</translation>
    </message>
    <message>
        <source>An answer is being signed</source>
        <translation>Javob imzolanmoqda</translation>
    </message>
    <message>
        <source>A PIN is being changed</source>
        <translation>PIN-kod almashtirilmoqda</translation>
    </message>
    <message>
        <source>If it is stopped now, nothing of it is kept: the document stays unsigned.</source>
        <translation>Hozir toʻxtatilsa, undan hech narsa saqlanmaydi: hujjat imzolanmagan holda qoladi.</translation>
    </message>
    <message>
        <source>It can no longer be taken back. It is put into the outbox first and sent as soon as there is a connection, at the latest after the next start.</source>
        <translation>Uni endi qaytarib boʻlmaydi. Avval yuborish navbatiga qoʻyiladi va aloqa boʻlishi bilan, kechi bilan dastur keyingi ishga tushgandan soʻng yuboriladi.</translation>
    </message>
    <message>
        <source>It is finished and put into the outbox first.</source>
        <translation>U avval tugatiladi va yuborish navbatiga qoʻyiladi.</translation>
    </message>
    <message>
        <source>It is finished first, so that it stays clear which PIN is right.</source>
        <translation>Qaysi PIN-kod toʻgʻriligi aniq boʻlishi uchun bu avval tugatiladi.</translation>
    </message>
    <message>
        <source>The document under way is finished and kept.</source>
        <translation>Imzolanayotgan hujjat tugatiladi va saqlanadi.</translation>
    </message>
    <message numerus="yes">
        <source>%n more stay unsigned.</source>
        <translation>
            <numerusform>Yana %n tasi imzolanmagan holda qoladi.</numerusform>
            <numerusform>Yana %n tasi imzolanmagan holda qoladi.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signed and kept.</source>
        <translation>
            <numerusform>%n tasi imzolandi va saqlandi.</numerusform>
            <numerusform>%n tasi imzolandi va saqlandi.</numerusform>
        </translation>
    </message>
    <message>
        <source>A verification report is being signed</source>
        <translation>Tekshiruv hisoboti imzolanmoqda</translation>
    </message>
    <message>
        <source>If it is stopped now, nothing of it is written.</source>
        <translation>Hozir toʻxtatilsa, undan hech narsa yozilmaydi.</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>Enter the PIN on the reader. It waits for %n more second(s).</source>
        <translation>
            <numerusform>PIN-kodni oʻquvchi qurilmada kiriting. U yana %n soniya kutadi.</numerusform>
            <numerusform>PIN-kodni oʻquvchi qurilmada kiriting. U yana %n soniya kutadi.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentTools</name>
    <message>
        <source>Actual size</source>
        <translation>Haqiqiy oʻlcham</translation>
    </message>
    <message>
        <source>Small pages</source>
        <translation>Kichik sahifalar</translation>
    </message>
    <message>
        <source>Pages as printed</source>
        <translation>Bosma koʻrinishdagi sahifalar</translation>
    </message>
    <message>
        <source>Text for reading</source>
        <translation>Oʻqish uchun matn</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Oldingi sahifa</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Keyingi sahifa</translation>
    </message>
    <message>
        <source>Find on the pages</source>
        <translation>Sahifalardan topish</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kichikroq</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Kattaroq</translation>
    </message>
    <message>
        <source>Fit to width</source>
        <translation>Kengligi boʻyicha</translation>
    </message>
    <message>
        <source>Remark on the selected words or the page</source>
        <translation>Belgilangan soʻzlarga yoki sahifaga mulohaza</translation>
    </message>
    <message>
        <source>Fit whole page</source>
        <translation>Butun sahifa</translation>
    </message>
    <message>
        <source>Two pages side by side</source>
        <translation>Ikki sahifa yonma-yon</translation>
    </message>
    <message>
        <source>Turn to the right</source>
        <translation>Oʻngga burish</translation>
    </message>
    <message>
        <source>Turn to the left</source>
        <translation>Chapga burish</translation>
    </message>
    <message>
        <source>Page number</source>
        <translation>Sahifa raqami</translation>
    </message>
    <message>
        <source>Size and arrangement</source>
        <translation>Oʻlchami va joylashuvi</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Fetching the file…</source>
        <translation>Fayl olinmoqda…</translation>
    </message>
    <message>
        <source>Choose a draft on the left.</source>
        <translation>Chap tomondan loyihani tanlang.</translation>
    </message>
    <message>
        <source>Pages of the document, page %1 of %2</source>
        <translation>Hujjat sahifalari, %2 tadan %1-sahifa</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>Hujjat matni</translation>
    </message>
    <message>
        <source>Small pages</source>
        <translation>Kichik sahifalar</translation>
    </message>
    <message>
        <source>This file cannot be shown: it is not a PDF that can be read.</source>
        <translation>Bu faylni koʻrsatib boʻlmaydi: u oʻqiladigan PDF emas.</translation>
    </message>
    <message>
        <source>This file cannot be shown: it is locked with a password. Ask who sent it for a file without one.</source>
        <translation>Bu faylni koʻrsatib boʻlmaydi: u parol bilan yopilgan. Yuborgan kishidan parolsiz faylni soʻrang.</translation>
    </message>
    <message>
        <source>This file cannot be shown: it has no pages.</source>
        <translation>Bu faylni koʻrsatib boʻlmaydi: unda sahifa yoʻq.</translation>
    </message>
    <message>
        <source>Select words on the pages with the arrow keys</source>
        <translation>Sahifadagi soʻzlarni koʻrsatkich tugmalari bilan belgilash</translation>
    </message>
    <message>
        <source>Copy the selected words</source>
        <translation>Belgilangan soʻzlardan nusxa olish</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>Keyingi topilgan joy</translation>
    </message>
    <message>
        <source>Previous place found</source>
        <translation>Oldingi topilgan joy</translation>
    </message>
    <message>
        <source>Width of the small pages</source>
        <translation>Kichik sahifalar kengligi</translation>
    </message>
</context>
<context>
    <name>DraftList</name>
    <message numerus="yes">
        <source>%n draft(s) selected</source>
        <translation>
            <numerusform>%n ta loyiha tanlandi</numerusform>
            <numerusform>%n ta loyiha tanlandi</numerusform>
        </translation>
    </message>
    <message>
        <source>Drafts are being received…</source>
        <translation>Loyihalar qabul qilinmoqda…</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Loyihalar</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Hech narsa topilmadi.</translation>
    </message>
    <message>
        <source>Nothing here now.</source>
        <translation>Bu yerda hozircha hech narsa yoʻq.</translation>
    </message>
    <message>
        <source>No drafts on this station yet. Sign in and synchronise.</source>
        <translation>Bu kompyuterda hali loyihalar yoʻq. Tizimga kiring va sinxronlang.</translation>
    </message>
</context>
<context>
    <name>ErrorBox</name>
    <message>
        <source>Code {0}</source>
        <translation>Kod {0}</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Hisobotdan nusxa olish</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find on the pages</source>
        <translation>Sahifalardan topish</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Oldingi joy</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Keyingi joy</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>Searching… %1</source>
        <translation>Qidirilmoqda… %1</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Hech narsa topilmadi</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n ta topildi</numerusform>
            <numerusform>%n ta topildi</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Refused by the registry: “%1”.</source>
        <translation>Reyestr rad etdi: “%1”.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more, see the outbox.</source>
        <translation>
            <numerusform>Yana %n ta, yuborish navbatiga qarang.</numerusform>
            <numerusform>Yana %n ta, yuborish navbatiga qarang.</numerusform>
        </translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was signed. Read it first.</source>
        <translation>Yangi tahrir keldi. Hech narsa imzolanmadi. Avval uni oʻqing.</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Tekshirish</translation>
    </message>
    <message>
        <source>Move the borders of panels</source>
        <translation>Panellar chegarasini surish</translation>
    </message>
    <message>
        <source>Search in all drafts</source>
        <translation>Barcha loyihalardan qidirish</translation>
    </message>
    <message>
        <source>Width of the list</source>
        <translation>Roʻyxat kengligi</translation>
    </message>
    <message>
        <source>Width of the right side</source>
        <translation>Oʻng panel kengligi</translation>
    </message>
</context>
<context>
    <name>Middle</name>
    <message>
        <source>Choose a draft on the left.</source>
        <translation>Chap tomondan loyihani tanlang.</translation>
    </message>
    <message>
        <source>Text and annexes</source>
        <translation>Matn va ilovalar</translation>
    </message>
    <message>
        <source>Annex %1</source>
        <translation>%1-ilova</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Matn</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Outbox</source>
        <translation>Yuborish navbati</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>What changed…</source>
        <translation>Nima oʻzgardi…</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Qayta kirish…</translation>
    </message>
</context>
<context>
    <name>OutboxModel</name>
    <message>
        <source>Kind</source>
        <translation>Turi</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Loyiha</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Holati</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Keyingi urinish</translation>
    </message>
    <message>
        <source>Reason or number</source>
        <translation>Sababi yoki raqami</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Oʻtgan vaqt</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Urinishlar</translation>
    </message>
</context>
<context>
    <name>QuestionLine</name>
    <message>
        <source>No, keep it</source>
        <translation>Yoʻq, qolsin</translation>
    </message>
</context>
<context>
    <name>OutboxView</name>
    <message>
        <source>Outbox</source>
        <translation>Yuborish navbati</translation>
    </message>
    <message>
        <source>What you signed stays here until the registry has answered. It is sent by itself as soon as there is a connection and whoever signed it has signed in.</source>
        <translation>Imzolaganlaringiz reyestr javob bergunicha shu yerda turadi. Aloqa boʻlib, imzolagan shaxs tizimga kirishi bilan oʻzi yuboriladi.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Hozir yuborish</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Olib qoʻyish</translation>
    </message>
    <message>
        <source>Open the draft</source>
        <translation>Loyihani ochish</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>What has changed…</source>
        <translation>Nima oʻzgargan…</translation>
    </message>
    <message>
        <source>Write to a file…</source>
        <translation>Faylga yozish…</translation>
    </message>
    <message>
        <source>For a USB stick, to be sent by another station</source>
        <translation>USB xotiraga, boshqa kompyuterdan yuborish uchun</translation>
    </message>
    <message>
        <source>Bring in from a file…</source>
        <translation>Fayldan olib kirish…</translation>
    </message>
    <message>
        <source>What another station wrote to a file</source>
        <translation>Boshqa kompyuterda faylga yozilgani</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Qaytarib olish</translation>
    </message>
    <message>
        <source>Yes, put away</source>
        <translation>Ha, olib tashlash</translation>
    </message>
    <message>
        <source>Yes, take back</source>
        <translation>Ha, qaytarib olish</translation>
    </message>
    <message>
        <source>What was signed is removed from this station for good.</source>
        <translation>Imzolangan narsa bu kompyuterdan butunlay oʻchiriladi.</translation>
    </message>
    <message>
        <source>The signature is discarded; it is signed anew if it is needed.</source>
        <translation>Imzo bekor boʻladi; kerak boʻlsa, qaytadan imzolanadi.</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Yozilmoqda…</translation>
    </message>
    <message>
        <source>Reading and checking…</source>
        <translation>Oʻqilmoqda va tekshirilmoqda…</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Qayta kirish…</translation>
    </message>
    <message>
        <source>What you signed stays here until the registry has answered. It waits for your sign-in: the registry does not know who is signed in here.</source>
        <translation>Imzolaganlaringiz reyestr javob berguncha shu yerda turadi. Ular kirishingizni kutmoqda: reyestr bu yerda kim ishlayotganini bilmaydi.</translation>
    </message>
    <message>
        <source>What you wrote</source>
        <translation>Siz yozgan matn</translation>
    </message>
</context>
<context>
    <name>DrawnPages</name>
    <message>
        <source>This page cannot be shown.</source>
        <translation>Bu sahifani koʻrsatib boʻlmaydi.</translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>Unblock the token</source>
        <translation>Tokenni blokdan chiqarish</translation>
    </message>
    <message>
        <source>The unblocking code (PUK) came with the token. It has few attempts.</source>
        <translation>Blokdan chiqarish kodi (PUK) token bilan birga berilgan. Uning urinishlari kam.</translation>
    </message>
    <message>
        <source>Unblocking code (PUK)</source>
        <translation>Blokdan chiqarish kodi (PUK)</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>PIN-kodni almashtirish</translation>
    </message>
    <message>
        <source>The new PIN is for the token, wherever it is used.</source>
        <translation>Yangi PIN-kod token qayerda ishlatilsa, oʻsha yerda amal qiladi.</translation>
    </message>
    <message>
        <source>Choose the token</source>
        <translation>Tokenni tanlang</translation>
    </message>
    <message>
        <source>Present PIN</source>
        <translation>Hozirgi PIN-kod</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>Yangi PIN-kod</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>Yangi PIN-kod yana bir marta</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>The new PIN was typed in two different ways.</source>
        <translation>Yangi PIN-kod ikki xil terildi.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
    <message>
        <source>No token was found.</source>
        <translation>Token topilmadi.</translation>
    </message>
    <message>
        <source>The new PIN has a letter that readers with keys and other programs cannot type. Look which keyboard layout is on.</source>
        <translation>Yangi PIN-kodda klaviaturali oʻqigichlar va boshqa dasturlarda terib boʻlmaydigan belgi bor. Klaviatura tilini tekshiring.</translation>
    </message>
    <message>
        <source>The new PIN is the present one. Choose another.</source>
        <translation>Yangi PIN-kod hozirgisining oʻzi. Boshqasini tanlang.</translation>
    </message>
</context>
<context>
    <name>PinField</name>
    <message>
        <source>Not accepted here since the last right one: %1.</source>
        <translation>Oxirgi toʻgʻri kiritishdan beri bu yerda qabul qilinmagan: %1.</translation>
    </message>
    <message>
        <source>PIN of the token</source>
        <translation>Tokenning PIN-kodi</translation>
    </message>
    <message>
        <source>You will be asked for the PIN on the reader&apos;s own keys.</source>
        <translation>PIN-kod oʻquvchi qurilmaning oʻz tugmalarida soʻraladi.</translation>
    </message>
</context>
<context>
    <name>PinPrompt</name>
    <message>
        <source>PIN for the signature</source>
        <translation>Imzo uchun PIN-kod</translation>
    </message>
    <message>
        <source>This key wants the PIN for every signature. Now for number %1.</source>
        <translation>Bu kalit har bir imzo uchun PIN-kod soʻraydi. Hozir %1-imzo uchun.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Imzolash</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Reject the draft</source>
        <translation>Loyihani rad etish</translation>
    </message>
    <message>
        <source>Return the draft</source>
        <translation>Loyihani qaytarish</translation>
    </message>
    <message>
        <source>Rejecting is final: nothing more can be done with version {0} or later.</source>
        <translation>Rad etish qatʼiy: {0}-tahrir va undan keyingilari bilan boshqa hech narsa qilib boʻlmaydi.</translation>
    </message>
    <message>
        <source>Version {0} goes back to its drafter, who makes a new one.</source>
        <translation>{0}-tahrir ishlab chiquvchiga qaytadi, u yangisini tayyorlaydi.</translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was sent. Read it first.</source>
        <translation>Yangi tahrir keldi. Hech narsa yuborilmadi. Avval uni oʻqing.</translation>
    </message>
    <message>
        <source>Reason; its drafter will read it</source>
        <translation>Sabab; uni loyiha ishlab chiquvchi oʻqiydi</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Sabab</translation>
    </message>
    <message>
        <source>Reject for good</source>
        <translation>Butunlay rad etish</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Qaytarish</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message numerus="yes">
        <source>Too many at a time: %n file(s) were not looked at.</source>
        <translation>
            <numerusform>Bir martaga koʻplik qiladi: %n ta fayl tekshirilmadi.</numerusform>
            <numerusform>Bir martaga koʻplik qiladi: %n ta fayl tekshirilmadi.</numerusform>
        </translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>Tekshiruv</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Toʻxtatish</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Hisobotni saqlash…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Hisobotni saqlash</translation>
    </message>
    <message>
        <source>Not verified: it was stopped.</source>
        <translation>Tekshirilmadi: toʻxtatildi.</translation>
    </message>
    <message>
        <source>Being verified…</source>
        <translation>Tekshirilmoqda…</translation>
    </message>
    <message>
        <source>Waits for its turn…</source>
        <translation>Navbatini kutmoqda…</translation>
    </message>
    <message>
        <source>As PDF, HTML or JSON; nobody signs it</source>
        <translation>PDF, HTML yoki JSON koʻrinishida; uni hech kim imzolamaydi</translation>
    </message>
    <message>
        <source>Sign the report…</source>
        <translation>Hisobotni imzolash…</translation>
    </message>
    <message>
        <source>A PDF that you sign with your token</source>
        <translation>Siz tokeningiz bilan imzolaydigan PDF</translation>
    </message>
    <message>
        <source>Sign the report</source>
        <translation>Hisobotni imzolash</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Chop etish…</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n ta topildi</numerusform>
            <numerusform>%n ta topildi</numerusform>
        </translation>
    </message>
    <message>
        <source>More than %1 found</source>
        <translation>%1 tadan koʻp topildi</translation>
    </message>
    <message>
        <source>The index is being made; more may be found later.</source>
        <translation>Indeks tuzilmoqda; keyinroq koʻproq topilishi mumkin.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Qidiruv</translation>
    </message>
    <message>
        <source>Words in either alphabet. &quot;Quotes&quot; for an exact phrase, -word to leave out.</source>
        <translation>Soʻzlar istalgan alifboda. Aniq ibora qoʻshtirnoqda, -soʻz esa chiqarib tashlanadi.</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filtrlar</translation>
    </message>
    <message>
        <source>Remove the filter: %1</source>
        <translation>Filtrni olib tashlash: %1</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Qidiruvni tozalash</translation>
    </message>
    <message>
        <source>Search in all drafts</source>
        <translation>Barcha loyihalardan qidirish</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>From %1</source>
        <translation>%1 dan</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>%1 gacha</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Holati</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Turi</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Organ</translation>
    </message>
    <message>
        <source>Asked organisation</source>
        <translation>Kelishuvchi tashkilot</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Boshlanish sanasi</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Tugash sanasi</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>Roʻyxatga olish raqami</translation>
    </message>
    <message>
        <source>any day</source>
        <translation>istalgan kun</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filtrlarni tozalash</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Tayyor</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filtrlar</translation>
    </message>
    <message>
        <source>any</source>
        <translation>istalgan</translation>
    </message>
</context>
<context>
    <name>ThumbnailModel</name>
    <message>
        <source>Page %1</source>
        <translation>%1-sahifa</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>Asboblar</translation>
    </message>
    <message>
        <source>Synchronise</source>
        <translation>Sinxronlash</translation>
    </message>
    <message>
        <source>Fetch and send now</source>
        <translation>Hozir olish va yuborish</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Yuborish navbati</translation>
    </message>
    <message>
        <source>What waits to be sent</source>
        <translation>Yuborilishini kutayotganlar</translation>
    </message>
    <message>
        <source>Verify…</source>
        <translation>Tekshirish…</translation>
    </message>
    <message>
        <source>Verify a package or signed PDF</source>
        <translation>Paket yoki imzolangan PDFni tekshirish</translation>
    </message>
    <message>
        <source>Agreement side</source>
        <translation>Kelishuv paneli</translation>
    </message>
    <message>
        <source>Show or hide the right side</source>
        <translation>Oʻng panelni koʻrsatish yoki yashirish</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Chiqish</translation>
    </message>
    <message>
        <source>End the session</source>
        <translation>Seansni tugatish</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Til</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Kirish…</translation>
    </message>
    <message>
        <source>Sign in with a token</source>
        <translation>Token bilan kirish</translation>
    </message>
    <message>
        <source>Look and text size</source>
        <translation>Koʻrinish va matn oʻlchami</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Qayta kirish…</translation>
    </message>
</context>
<context>
    <name>search</name>
    <message>
        <source>Number</source>
        <translation>Raqam</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Organ</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Ishlab chiquvchi</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Matn</translation>
    </message>
    <message>
        <source>Annex %1</source>
        <translation>%1-ilova</translation>
    </message>
    <message>
        <source>Letter, %1</source>
        <translation>Xat, %1</translation>
    </message>
    <message>
        <source>Answer, %1</source>
        <translation>Javob, %1</translation>
    </message>
    <message>
        <source>Remark, %1</source>
        <translation>Mulohaza, %1</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Sabab</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message numerus="yes">
        <source>✗ %n answer(s) without a good signature.</source>
        <translation>
            <numerusform>✗ Yaroqli imzosi yoʻq javoblar: %n ta.</numerusform>
            <numerusform>✗ Yaroqli imzosi yoʻq javoblar: %n ta.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… %n answer(s) not checked or not given yet.</source>
        <translation>
            <numerusform>… Hali tekshirilmagan yoki berilmagan javoblar: %n ta.</numerusform>
            <numerusform>… Hali tekshirilmagan yoki berilmagan javoblar: %n ta.</numerusform>
        </translation>
    </message>
    <message>
        <source>Agreement trail</source>
        <translation>Kelishuv varaqasi</translation>
    </message>
    <message>
        <source>Annexes</source>
        <translation>Ilovalar</translation>
    </message>
    <message>
        <source>Annexes</source>
        <comment>a tab</comment>
        <translation>Ilova</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Kelishuv</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Tafsilot</translation>
    </message>
    <message numerus="yes">
        <source>✓ %n signature(s) checked</source>
        <translation>
            <numerusform>✓ %n ta imzo tekshirildi</numerusform>
            <numerusform>✓ %n ta imzo tekshirildi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agreed by silence</source>
        <translation>
            <numerusform>%n tasi sukut bilan kelishgan</numerusform>
            <numerusform>%n tasi sukut bilan kelishgan</numerusform>
        </translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ha</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Yoʻq</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Sababi</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>Roʻyxatga olish raqami</translation>
    </message>
    <message>
        <source>Registered on</source>
        <translation>Roʻyxatga olingan sana</translation>
    </message>
    <message>
        <source>Public address</source>
        <translation>Ochiq manzili</translation>
    </message>
    <message>
        <source>To be signed by</source>
        <translation>Imzolovchi</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Loyiha ishlab chiquvchi</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>Huquqiy asosi</translation>
    </message>
    <message>
        <source>Normative act</source>
        <translation>Normativ hujjat</translation>
    </message>
    <message>
        <source>Restricted document</source>
        <translation>Tarqatilishi cheklangan hujjat</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Muddat</translation>
    </message>
    <message>
        <source>Version and round</source>
        <translation>Tahrir va bosqich</translation>
    </message>
    <message>
        <source>Digest of this version</source>
        <translation>Bu tahrirning xesh qiymati</translation>
    </message>
    <message>
        <source>Draft id</source>
        <translation>Loyiha identifikatori</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Mulohaza</translation>
    </message>
    <message>
        <source>What changed since you answered version {0}</source>
        <translation>{0}-tahrirga javobingizdan keyin nima oʻzgardi</translation>
    </message>
    <message>
        <source>What changed since version {0}</source>
        <translation>{0}-tahrirdan keyin nima oʻzgardi</translation>
    </message>
    <message>
        <source>What changed…</source>
        <translation>Nima oʻzgardi…</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Tarix</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>Its state now: {0}. Nothing was signed here.</source>
        <translation>Hozirgi holati: {0}. Bu yerda hech narsa imzolanmadi.</translation>
    </message>
    <message>
        <source>It is not to be signed any more</source>
        <translation>Uni imzolash endi kerak emas</translation>
    </message>
    <message>
        <source>The draft has changed</source>
        <translation>Loyiha oʻzgargan</translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was signed. Read it and sign again.</source>
        <translation>Yangi tahrir keldi. Hech narsa imzolanmadi. Uni oʻqib, qaytadan imzolang.</translation>
    </message>
    <message>
        <source>The registry refused it</source>
        <translation>Reyestr qabul qilmadi</translation>
    </message>
    <message>
        <source>Registered: No. {0}, {1}</source>
        <translation>Roʻyxatga olindi: {0}-son, {1}</translation>
    </message>
    <message>
        <source>Signed, the answer is not known yet</source>
        <translation>Imzolandi, javob hali nomaʼlum</translation>
    </message>
    <message>
        <source>Signed, not sent yet</source>
        <translation>Imzolandi, hali yuborilmagan</translation>
    </message>
    <message>
        <source>The signed package is safe in the outbox. The registry gives number and date when it accepts it; this happens by itself.</source>
        <translation>Imzolangan paket yuborish navbatida saqlanmoqda. Reyestr uni qabul qilganda raqam va sana beradi; bu oʻz-oʻzidan boʻladi.</translation>
    </message>
    <message>
        <source>The signed package and the registry&apos;s receipt are kept on this station. Publishing it is the registry&apos;s part.</source>
        <translation>Imzolangan paket va reyestr tilxati shu kompyuterda saqlanadi. Eʼlon qilishni reyestr bajaradi.</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>Raqamdan nusxa olish</translation>
    </message>
    <message>
        <source>The signed package is safe in the outbox and waits for your sign-in: the registry no longer knows the last one. Close this and sign in again; it is sent then.</source>
        <translation>Imzolangan paket yuborish navbatida turibdi va kirishingizni kutmoqda: avvalgi kirish muddati tugagan. Bu oynani yoping va qayta kiring; shunda u yuboriladi.</translation>
    </message>
</context>
<context>
    <name>SignDialog</name>
    <message>
        <source>Annex {0}, page {1}</source>
        <translation>{0}-ilova, {1}-sahifa</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>{1} tadan {0}-sahifa</translation>
    </message>
    <message>
        <source>Page {0}</source>
        <translation>{0}-sahifa</translation>
    </message>
    <message>
        <source>Everything has been checked; it can be signed.</source>
        <translation>Hammasi tekshirildi, imzolash mumkin.</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Imzolash</translation>
    </message>
    <message>
        <source>Digest of what will be signed</source>
        <translation>Imzolanadigan hujjatning xesh qiymati</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Tekshiruvlar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Davom etish</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>{0}-tahrir</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n sahifa</numerusform>
            <numerusform>%n sahifa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n annex(es)</source>
        <translation>
            <numerusform>%n ta ilova</numerusform>
            <numerusform>%n ta ilova</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next to sign: %n left</source>
        <translation>
            <numerusform>Keyingisini imzolash: yana %n ta</numerusform>
            <numerusform>Keyingisini imzolash: yana %n ta</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>Kirish</translation>
    </message>
    <message>
        <source>Sign in with your token</source>
        <translation>Tokeningiz bilan kiring</translation>
    </message>
    <message>
        <source>Look for tokens again</source>
        <translation>Tokenlarni qayta izlash</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Kirilmoqda…</translation>
    </message>
    <message>
        <source>Looking for tokens…</source>
        <translation>Tokenlar izlanmoqda…</translation>
    </message>
    <message>
        <source>As soon as a token is put in it is shown here.</source>
        <translation>Token ulanishi bilan shu yerda koʻrinadi.</translation>
    </message>
    <message>
        <source>Choose your certificate.</source>
        <translation>Sertifikatingizni tanlang.</translation>
    </message>
    <message>
        <source>{0} was signed in here before. You will sign in as somebody else.</source>
        <translation>Bu yerda avval {0} kirgan edi. Siz boshqa shaxs sifatida kirasiz.</translation>
    </message>
    <message>
        <source>The token signs a one-time question of the registry.</source>
        <translation>Token reyestrning bir martalik soʻrovini imzolaydi.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n draft(s) received</source>
        <translation>
            <numerusform>%n ta loyiha keldi</numerusform>
            <numerusform>%n ta loyiha keldi</numerusform>
        </translation>
    </message>
    <message>
        <source>Drafts: {0} of {1}</source>
        <translation>Loyihalar: {0}/{1}</translation>
    </message>
    <message>
        <source>Files: {0} of {1}</source>
        <translation>Fayllar: {0}/{1}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Toʻxtatish</translation>
    </message>
    <message>
        <source>Token: {0}</source>
        <translation>Token: {0}</translation>
    </message>
    <message>
        <source>No token</source>
        <translation>Token yoʻq</translation>
    </message>
    <message numerus="yes">
        <source>Outbox: %n refused</source>
        <translation>
            <numerusform>Yuborish navbati: %n ta rad etildi</numerusform>
            <numerusform>Yuborish navbati: %n ta rad etildi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>%n ta yozuv yuborilmagan</numerusform>
            <numerusform>%n ta yozuv yuborilmagan</numerusform>
        </translation>
    </message>
    <message>
        <source>Outbox is empty</source>
        <translation>Yuborish navbati boʻsh</translation>
    </message>
    <message>
        <source>Synchronised %1</source>
        <translation>Yangilandi: %1</translation>
    </message>
    <message>
        <source>Never synchronised</source>
        <translation>Hali sinxronlanmagan</translation>
    </message>
</context>
<context>
    <name>TokenMenu</name>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Change the PIN…</source>
        <translation>PIN-kodni almashtirish…</translation>
    </message>
    <message>
        <source>Unblock with the PUK…</source>
        <translation>PUK bilan blokdan chiqarish…</translation>
    </message>
</context>
<context>
    <name>TroublePanel</name>
    <message>
        <source>What to do</source>
        <translation>Nima qilish kerak</translation>
    </message>
    <message>
        <source>Change the PIN…</source>
        <translation>PIN-kodni almashtirish…</translation>
    </message>
    <message>
        <source>Unblock with the PUK…</source>
        <translation>PUK bilan blokdan chiqarish…</translation>
    </message>
    <message>
        <source>I am sure of the code: let me enter it once more</source>
        <translation>Kodga ishonchim komil: yana bir marta kiritaman</translation>
    </message>
    <message>
        <source>Synchronise now</source>
        <translation>Hozir sinxronlash</translation>
    </message>
    <message>
        <source>Open the outbox</source>
        <translation>Yuborish navbatini ochish</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Kirish…</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Hisobotdan nusxa olish</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>File</source>
        <translation>Fayl</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Sarlavha</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Organ</translation>
    </message>
    <message>
        <source>Draft id</source>
        <translation>Loyiha identifikatori</translation>
    </message>
    <message>
        <source>Digest of what was signed</source>
        <translation>Imzolangan hujjatning xesh qiymati</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Imzolar</translation>
    </message>
    <message>
        <source>Verified on</source>
        <translation>Tekshirilgan vaqt</translation>
    </message>
    <message>
        <source>Digest of the file</source>
        <translation>Faylning xesh qiymati</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%n annex(es)</source>
        <translation>
            <numerusform>%n ta ilova</numerusform>
            <numerusform>%n ta ilova</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed, not sent yet</source>
        <translation>Imzolangan, hali yuborilmagan</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Hali yuborilmagan</translation>
    </message>
    <message>
        <source>Answer not known</source>
        <translation>Javob nomaʼlum</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Qabul qilinmadi</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>Tarqatilishi cheklangan</translation>
    </message>
    <message>
        <source>Round {0} · {1} of {2} answered</source>
        <translation>{0}-bosqich · javob {1}/{2}</translation>
    </message>
    <message numerus="yes">
        <source>%n by silence</source>
        <translation>
            <numerusform>sukut: %n</numerusform>
            <numerusform>sukut: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Qaror</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Farmoyish</translation>
    </message>
    <message>
        <source>Council decision</source>
        <translation>Kengash qarori</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Qoralama</translation>
    </message>
    <message>
        <source>In agreement</source>
        <translation>Kelishilmoqda</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Qaytarilgan</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>Kelishilgan</translation>
    </message>
    <message>
        <source>With the deputy</source>
        <translation>Oʻrinbosar koʻrigida</translation>
    </message>
    <message>
        <source>Legal review</source>
        <translation>Huquqiy ekspertizada</translation>
    </message>
    <message>
        <source>Ready to sign</source>
        <translation>Imzoga tayyor</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Imzolangan</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>Roʻyxatga olingan</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Eʼlon qilingan</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rad etilgan</translation>
    </message>
    <message>
        <source>No longer in force</source>
        <translation>Oʻz kuchini yoʻqotgan</translation>
    </message>
    <message>
        <source>To sign</source>
        <translation>Imzolash</translation>
    </message>
    <message>
        <source>To agree</source>
        <translation>Kelishish</translation>
    </message>
    <message>
        <source>Returned to me</source>
        <translation>Qaytarilgan</translation>
    </message>
    <message>
        <source>With others</source>
        <translation>Boshqalarda</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Tugallangan</translation>
    </message>
    <message>
        <source>All drafts</source>
        <translation>Hammasi</translation>
    </message>
    <message>
        <source>No answer yet</source>
        <translation>Hali javob yoʻq</translation>
    </message>
    <message>
        <source>Agreed</source>
        <comment>the answer of an organisation</comment>
        <translation>Kelishildi</translation>
    </message>
    <message>
        <source>Agreed with a note</source>
        <translation>Izoh bilan kelishildi</translation>
    </message>
    <message>
        <source>Objected</source>
        <translation>Eʼtiroz bildirildi</translation>
    </message>
    <message>
        <source>Deemed agreed</source>
        <translation>Kelishilgan hisoblanadi</translation>
    </message>
    <message>
        <source>Signature checked</source>
        <translation>Imzo tekshirilgan</translation>
    </message>
    <message>
        <source>Signature checked, for the earlier version</source>
        <translation>Imzo tekshirilgan, avvalgi tahrir uchun</translation>
    </message>
    <message>
        <source>No signature: the term passed in silence</source>
        <translation>Imzosiz: muddat javobsiz oʻtgan</translation>
    </message>
    <message>
        <source>Answer awaited</source>
        <translation>Javob kutilmoqda</translation>
    </message>
    <message>
        <source>Covers another version</source>
        <translation>Boshqa tahrirga tegishli</translation>
    </message>
    <message>
        <source>Signature invalid</source>
        <translation>Imzo yaroqsiz</translation>
    </message>
    <message>
        <source>Signature missing</source>
        <translation>Imzo yoʻq</translation>
    </message>
    <message>
        <source>Signature could not be fully checked</source>
        <translation>Imzoni toʻliq tekshirib boʻlmadi</translation>
    </message>
    <message>
        <source>Signature not checked yet</source>
        <translation>Imzo hali tekshirilmagan</translation>
    </message>
    <message>
        <source>Sign in to sign or answer.</source>
        <translation>Imzolash yoki javob berish uchun tizimga kiring.</translation>
    </message>
    <message>
        <source>Nothing is asked of you here.</source>
        <translation>Bu yerda sizdan hech narsa soʻralmagan.</translation>
    </message>
    <message>
        <source>You have done your part.</source>
        <translation>Siz oʻz ishingizni bajardingiz.</translation>
    </message>
    <message>
        <source>This draft is finished.</source>
        <translation>Bu loyiha boʻyicha ish tugagan.</translation>
    </message>
    <message>
        <source>Signed; it waits in the outbox to be sent.</source>
        <translation>Imzolangan; yuborish navbatida turibdi.</translation>
    </message>
    <message>
        <source>Sent; the registry&apos;s answer is not known yet. It is being settled.</source>
        <translation>Yuborildi; reyestr javobi hali nomaʼlum. Aniqlanmoqda.</translation>
    </message>
    <message>
        <source>The signatures of the trail are being checked.</source>
        <translation>Kelishuv varaqasidagi imzolar tekshirilmoqda.</translation>
    </message>
    <message>
        <source>Not all files are on this station yet.</source>
        <translation>Hali barcha fayllar bu kompyuterga kelmagan.</translation>
    </message>
    <message>
        <source>The trail has a signature that is not good. Look at the right side.</source>
        <translation>Kelishuv varaqasida yaroqsiz imzo bor. Oʻng panelga qarang.</translation>
    </message>
    <message>
        <source>good</source>
        <translation>joyida</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>diqqat</translation>
    </message>
    <message>
        <source>not good</source>
        <translation>joyida emas</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>tekshirilmoqda</translation>
    </message>
    <message>
        <source>Opening the token</source>
        <translation>Token ochilmoqda</translation>
    </message>
    <message>
        <source>Signing on the token</source>
        <translation>Tokenda imzolanmoqda</translation>
    </message>
    <message>
        <source>Building the package</source>
        <translation>Paket tuzilmoqda</translation>
    </message>
    <message>
        <source>Verifying what was signed</source>
        <translation>Imzolangan paket tekshirilmoqda</translation>
    </message>
    <message>
        <source>Keeping it in the outbox</source>
        <translation>Yuborish navbatiga qoʻyilmoqda</translation>
    </message>
    <message>
        <source>Sending to the registry</source>
        <translation>Reyestrga yuborilmoqda</translation>
    </message>
    <message>
        <source>Waiting for number and date</source>
        <translation>Raqam va sana kutilmoqda</translation>
    </message>
    <message>
        <source>Signed package</source>
        <translation>Imzolangan paket</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Javob</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Mulohaza</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Qaytarish</translation>
    </message>
    <message>
        <source>Rejection</source>
        <translation>Rad etish</translation>
    </message>
    <message>
        <source>Signed, not yet time-stamped</source>
        <translation>Imzolangan, hali vaqt tamgʻasi yoʻq</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Yuborilishi kutilmoqda</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Yuborilmoqda</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Qabul qilindi</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Yaroqli</translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation>Yaroqsiz</translation>
    </message>
    <message>
        <source>Indeterminate</source>
        <translation>Aniqlab boʻlmadi</translation>
    </message>
    <message>
        <source>Not connected yet</source>
        <translation>Hali ulanmagan</translation>
    </message>
    <message>
        <source>Connected to the registry</source>
        <translation>Reyestrga ulangan</translation>
    </message>
    <message>
        <source>Synchronising</source>
        <translation>Sinxronlanmoqda</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Oflayn (aloqasiz)</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>Tizimga kirish kerak</translation>
    </message>
    <message>
        <source>The token does not tell how many tries remain.</source>
        <translation>Token nechta urinish qolganini bildirmaydi.</translation>
    </message>
    <message>
        <source>Several tries remain.</source>
        <translation>Bir necha urinish qolgan.</translation>
    </message>
    <message>
        <source>A wrong PIN was entered before; few tries remain.</source>
        <translation>Avval notoʻgʻri PIN-kod kiritilgan; urinishlar oz qoldi.</translation>
    </message>
    <message>
        <source>Last try: one more wrong PIN locks the token.</source>
        <translation>Oxirgi urinish: yana bitta xato PIN-kod tokenni bloklaydi.</translation>
    </message>
    <message>
        <source>The token is locked and takes no PIN.</source>
        <translation>Token bloklangan va PIN-kod qabul qilmaydi.</translation>
    </message>
    <message>
        <source>A wrong code was entered before; few tries remain.</source>
        <translation>Avval notoʻgʻri kod kiritilgan; urinishlar oz qoldi.</translation>
    </message>
    <message>
        <source>Last try: after one more wrong code nobody can unblock this token.</source>
        <translation>Oxirgi urinish: yana bitta xato koddan keyin bu tokenni hech kim blokdan chiqara olmaydi.</translation>
    </message>
    <message>
        <source>The token takes no unblocking code any more.</source>
        <translation>Token endi blokdan chiqarish kodini qabul qilmaydi.</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>%n kun kechikdi</numerusform>
            <numerusform>%n kun kechikdi</numerusform>
        </translation>
    </message>
    <message>
        <source>due today</source>
        <translation>muddati bugun</translation>
    </message>
    <message>
        <source>due tomorrow</source>
        <translation>muddati ertaga</translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>%n kun qoldi</numerusform>
            <numerusform>%n kun qoldi</numerusform>
        </translation>
    </message>
    <message>
        <source>Given here; it waits in the outbox to be sent.</source>
        <translation>Shu yerda berilgan; navbatda yuborilishini kutmoqda.</translation>
    </message>
    <message>
        <source>Returned or rejected here; it waits in the outbox to be sent.</source>
        <translation>Shu yerda qaytarilgan yoki rad etilgan; navbatda yuborilishini kutmoqda.</translation>
    </message>
    <message>
        <source>Return not sent yet</source>
        <translation>Qaytarish hali yuborilmagan</translation>
    </message>
    <message>
        <source>Rejection not sent yet</source>
        <translation>Rad etish hali yuborilmagan</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Qaytarib olindi</translation>
    </message>
    <message>
        <source>Done before, elsewhere</source>
        <translation>Avvalroq boshqa joyda bajarilgan</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>hozirgina</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n daqiqa</numerusform>
            <numerusform>%n daqiqa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n soat</numerusform>
            <numerusform>%n soat</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n kun</numerusform>
            <numerusform>%n kun</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft, not handed in</source>
        <translation>Qoralama, topshirilmagan</translation>
    </message>
    <message>
        <source>Sent</source>
        <comment>a remark</comment>
        <translation>Yuborilgan</translation>
    </message>
    <message>
        <source>Its place is unchanged, page {0}.</source>
        <translation>Oʻrni oʻzgarmagan, {0}-sahifa.</translation>
    </message>
    <message>
        <source>Its place moved to page {0}.</source>
        <translation>Oʻrni {0}-sahifaga koʻchgan.</translation>
    </message>
    <message>
        <source>The words it was about are gone.</source>
        <translation>U tegishli boʻlgan soʻzlar endi yoʻq.</translation>
    </message>
    <message>
        <source>Its place could not be looked for yet.</source>
        <translation>Oʻrnini hali qidirib boʻlmadi.</translation>
    </message>
    <message>
        <source>the term has passed</source>
        <translation>muddat oʻtgan</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n kun qoldi</numerusform>
            <numerusform>%n kun qoldi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) left</source>
        <translation>
            <numerusform>%n soat qoldi</numerusform>
            <numerusform>%n soat qoldi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>%n daqiqa qoldi</numerusform>
            <numerusform>%n daqiqa qoldi</numerusform>
        </translation>
    </message>
    <message>
        <source>silence has agreed</source>
        <translation>sukut bilan kelishilgan</translation>
    </message>
    <message>
        <source>The term passed on {0}: deemed agreed.</source>
        <translation>Muddat {0} da oʻtgan: kelishilgan hisoblanadi.</translation>
    </message>
    <message>
        <source>Silence counts as agreement on {0}</source>
        <translation>{0} dan sukut kelishuv hisoblanadi</translation>
    </message>
    <message>
        <source>page {0} before</source>
        <translation>avval {0}-sahifada</translation>
    </message>
    <message>
        <source>page {0}, before {1}</source>
        <translation>{0}-sahifa, avval {1}</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>{0}-tahrir</translation>
    </message>
    <message>
        <source>page {0}</source>
        <translation>{0}-sahifa</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Natija nomaʼlum</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>darhol</translation>
    </message>
    <message numerus="yes">
        <source>in %n minute(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>%n daqiqada</numerusform>
            <numerusform>%n daqiqada</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n hour(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>%n soatda</numerusform>
            <numerusform>%n soatda</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>%n kunda</numerusform>
            <numerusform>%n kunda</numerusform>
        </translation>
    </message>
    <message>
        <source>A newer version is here. Only that one can be signed or answered.</source>
        <translation>Yangi tahrir bor. Faqat uni imzolash yoki unga javob berish mumkin.</translation>
    </message>
    <message>
        <source>New since round %1 (version %2)</source>
        <translation>%1-bosqichdan (%2-tahrir) keyin qoʻshilgan</translation>
    </message>
    <message>
        <source>Changed since round %1 (version %2)</source>
        <translation>%1-bosqichdan (%2-tahrir) keyin oʻzgargan</translation>
    </message>
    <message numerus="yes">
        <source>Round %1, version %2: %n organisation(s) asked</source>
        <translation>
            <numerusform>%1-bosqich, %2-tahrir: %n ta tashkilotdan soʻraldi</numerusform>
            <numerusform>%1-bosqich, %2-tahrir: %n ta tashkilotdan soʻraldi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Round %1: %n answered, the last one</source>
        <translation>
            <numerusform>%1-bosqich: %n ta javob, shu oxirgisi</numerusform>
            <numerusform>%1-bosqich: %n ta javob, shu oxirgisi</numerusform>
        </translation>
    </message>
    <message>
        <source>Tried to sign here</source>
        <translation>Shu yerda imzolashga urinildi</translation>
    </message>
    <message>
        <source>Tried to answer here</source>
        <translation>Shu yerda javob berishga urinildi</translation>
    </message>
    <message>
        <source>Making the report</source>
        <translation>Hisobot tayyorlanmoqda</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Hisobot yozilmoqda</translation>
    </message>
    <message>
        <source>Drafts in outbox</source>
        <translation>Navbatdagi loyihalar</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>What changed</source>
        <translation>Nima oʻzgardi</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Solishtirilmoqda…</translation>
    </message>
    <message>
        <source>Whole text</source>
        <translation>Butun matn</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>Text with its changes</source>
        <translation>Oʻzgarishlari bilan matn</translation>
    </message>
    <message>
        <source>Previous change</source>
        <translation>Oldingi oʻzgarish</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>Keyingi oʻzgarish</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>Hech narsa oʻzgarmagan.</translation>
    </message>
    <message>
        <source>Change {0} of {1}</source>
        <translation>{1} tadan {0}-oʻzgarish</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) in the text</source>
        <translation>
            <numerusform>Matnda %n ta oʻzgarish</numerusform>
            <numerusform>Matnda %n ta oʻzgarish</numerusform>
        </translation>
    </message>
    <message>
        <source>⊕ came in (underlined) · ⊖ went out (struck through) · ↶ ↷ moved</source>
        <translation>⊕ qoʻshilgan (tagi chizilgan) · ⊖ olib tashlangan (ustidan chizilgan) · ↶ ↷ koʻchirilgan</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Yonma-yon</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Qaysi tahrirdan</translation>
    </message>
    <message>
        <source>to</source>
        <translation>qaysi tahrirgacha</translation>
    </message>
    <message>
        <source>Older version</source>
        <translation>Eskiroq tahrir</translation>
    </message>
    <message>
        <source>Newer version</source>
        <translation>Yangiroq tahrir</translation>
    </message>
    <message>
        <source>Two versions side by side</source>
        <translation>Ikki tahrir yonma-yon</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>{0}-tahrir</translation>
    </message>
    <message>
        <source>{0}, which you answered</source>
        <translation>{0}, siz javob bergan</translation>
    </message>
    <message>
        <source>{0}, the present one</source>
        <translation>{0}, hozirgisi</translation>
    </message>
    <message>
        <source>{0}, not on this station</source>
        <translation>{0}, bu kompyuterda yoʻq</translation>
    </message>
</context>
<context>
    <name>RemarkEditor</name>
    <message>
        <source>A remark on version {0}; there is a newer one. It is kept, and can be made again there.</source>
        <translation>{0}-tahrirga mulohaza; yangirogʻi bor. U saqlangan, uni oʻsha yerda qayta bildirish mumkin.</translation>
    </message>
    <message>
        <source>Hand in</source>
        <translation>Topshirish</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Oʻchirish</translation>
    </message>
    <message>
        <source>Your remark</source>
        <translation>Mulohazangiz</translation>
    </message>
    <message>
        <source>Your remark; it is kept as you type</source>
        <translation>Mulohazangiz; yozilishi bilan saqlanib boradi</translation>
    </message>
    <message>
        <source>Your answer waits to be sent; after it the registry takes no remark. To hand this in, take the answer back in the outbox first.</source>
        <translation>Javobingiz yuborilishini kutmoqda, undan keyin reyestr mulohaza qabul qilmaydi. Buni topshirish uchun avval javobni yuborish navbatidan qaytarib oling.</translation>
    </message>
    <message>
        <source>The registry takes no remark of yours on this version any more. The words are kept here; copy them to use them elsewhere, or delete them.</source>
        <translation>Reyestr bu tahrirga mulohazangizni endi qabul qilmaydi. Matn shu yerda saqlangan: boshqa joyda ishlatish uchun nusxa oling yoki oʻchiring.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Nusxa olish</translation>
    </message>
</context>
<context>
    <name>RemarksPanel</name>
    <message>
        <source>Your remark on version {0}:</source>
        <translation>{0}-tahrirga mulohazangiz:</translation>
    </message>
    <message numerus="yes">
        <source>%n more after this one.</source>
        <translation>
            <numerusform>Bundan keyin yana %n ta.</numerusform>
            <numerusform>Bundan keyin yana %n ta.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remark on this page</source>
        <translation>Shu sahifaga mulohaza</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Kerak emas</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Mulohazalar</translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>Takrorlash</translation>
    </message>
    <message>
        <source>No remarks yet. Select words on a page, with the mouse or with {1} and the arrows, and press {0} to make one.</source>
        <translation>Hali mulohazalar yoʻq. Yozish uchun sahifada soʻzlarni sichqoncha bilan yoki {1} va koʻrsatkich tugmalari bilan belgilab, {0} bosing.</translation>
    </message>
</context>
<context>
    <name>CompareModel</name>
    <message>
        <source>Change {0} of {1}</source>
        <translation>{1} tadan {0}-oʻzgarish</translation>
    </message>
    <message>
        <source>went out: {0}</source>
        <translation>olib tashlangan: {0}</translation>
    </message>
    <message>
        <source>came in: {0}</source>
        <translation>qoʻshilgan: {0}</translation>
    </message>
    <message>
        <source>moved from here: {0}</source>
        <translation>bu yerdan koʻchirilgan: {0}</translation>
    </message>
    <message>
        <source>moved here: {0}</source>
        <translation>bu yerga koʻchirilgan: {0}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>hech narsa</translation>
    </message>
</context>
<context>
    <name>papers</name>
    <message>
        <source>Save</source>
        <translation>Saqlash</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Saqlandi: %1</translation>
    </message>
    <message>
        <source>Agreement sheet</source>
        <translation>Kelishuv varaqasi</translation>
    </message>
    <message>
        <source>Signed package</source>
        <translation>Imzolangan paket</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>Chop etilmoqda…</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>Printerga yuborildi.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Hujjat</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Organ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Holati</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>Roʻyxatga olish raqami</translation>
    </message>
    <message>
        <source>Registered on</source>
        <translation>Roʻyxatga olingan sana</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Loyiha ishlab chiquvchi</translation>
    </message>
    <message>
        <source>To be signed by</source>
        <translation>Imzolovchi</translation>
    </message>
    <message>
        <source>Version and round</source>
        <translation>Tahrir va bosqich</translation>
    </message>
    <message>
        <source>Draft id</source>
        <translation>Loyiha identifikatori</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>%1-bosqich</translation>
    </message>
    <message>
        <source>Nobody was asked for agreement.</source>
        <translation>Kelishuv hech kimdan soʻralmagan.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Fayllar</translation>
    </message>
    <message>
        <source>Digest of this version</source>
        <translation>Shu tahrirning xesh qiymati</translation>
    </message>
    <message>
        <source>This sheet tells what the registry&apos;s trail said and what came of checking its signatures. What proves them is the signed package, not this paper.</source>
        <translation>Bu varaqa reyestrdagi kelishuv maʼlumotini va imzolarni tekshirish natijasini koʻrsatadi. Ularning isboti shu qogʻoz emas, imzolangan paketdir.</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Tashkilot</translation>
    </message>
    <message>
        <source>Official</source>
        <translation>Mansabdor shaxs</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Javob</translation>
    </message>
    <message>
        <source>Received and answered</source>
        <translation>Olingan va javob berilgan</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Izoh</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Imzo</translation>
    </message>
    <message>
        <source>due %1</source>
        <translation>muddati %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>%1-tahrir</translation>
    </message>
    <message>
        <source>Annex %1</source>
        <translation>%1-ilova</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Matn</translation>
    </message>
    <message>
        <source>Made on %1 with %2</source>
        <translation>%1 da %2 dasturida tayyorlandi</translation>
    </message>
    <message>
        <source>%1 by a time-stamp</source>
        <translation>%1, vaqt tamgʻasi boʻyicha</translation>
    </message>
    <message>
        <source>%1 by the signer&apos;s own clock</source>
        <translation>%1, imzolovchining oʻz soati boʻyicha</translation>
    </message>
    <message>
        <source>Certificate of %1</source>
        <translation>Sertifikatni bergan: %1</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>№ %1</translation>
    </message>
    <message>
        <source>Certificates not revoked, as of %1</source>
        <translation>Sertifikatlar bekor qilinmagan, %1 holatiga koʻra</translation>
    </message>
    <message>
        <source>The earlier file and its signature are kept as: %1</source>
        <translation>Avvalgi fayl imzosi bilan birga shu nomda saqlandi: %1</translation>
    </message>
</context>
<context>
    <name>MoreMenu</name>
    <message>
        <source>More</source>
        <translation>Yana</translation>
    </message>
    <message>
        <source>Can I sign now?</source>
        <translation>Hozir imzolay olamanmi?</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Chop etish…</translation>
    </message>
    <message>
        <source>Save this file…</source>
        <translation>Shu faylni saqlash…</translation>
    </message>
    <message>
        <source>Save the agreement sheet…</source>
        <translation>Kelishuv varaqasini saqlash…</translation>
    </message>
    <message>
        <source>Save the signed package…</source>
        <translation>Imzolangan paketni saqlash…</translation>
    </message>
    <message>
        <source>Set up this station…</source>
        <translation>Ish joyini sozlash…</translation>
    </message>
    <message>
        <source>Print the agreement sheet…</source>
        <translation>Kelishuv varaqasini chop etish…</translation>
    </message>
</context>
<context>
    <name>ReadinessDialog</name>
    <message>
        <source>Can I sign now?</source>
        <translation>Hozir imzolay olamanmi?</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Nusxa olish</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Qayta tekshirish</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>No, not yet</source>
        <translation>Yoʻq, hali emas</translation>
    </message>
    <message>
        <source>What stands in the way: %1</source>
        <translation>Xalaqit berayotgani: %1</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Tekshirilmoqda…</translation>
    </message>
    <message>
        <source>Everything that signing needs is being looked at.</source>
        <translation>Imzolash uchun kerakli hamma narsa tekshirilmoqda.</translation>
    </message>
    <message>
        <source>Yes, you can sign now</source>
        <translation>Ha, hozir imzolay olasiz</translation>
    </message>
    <message>
        <source>Something else needs a look; it stops no signature.</source>
        <translation>Boshqa narsaga ham qarash kerak; u imzolashga toʻsqinlik qilmaydi.</translation>
    </message>
    <message>
        <source>Everything that signing needs is in order.</source>
        <translation>Imzolash uchun kerakli hamma narsa joyida.</translation>
    </message>
    <message>
        <source>Token and certificate</source>
        <translation>Token va sertifikat</translation>
    </message>
    <message>
        <source>Registry and clock</source>
        <translation>Reyestr va soat</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Shu kompyuter</translation>
    </message>
    <message>
        <source>Time-stamps and outbox</source>
        <translation>Vaqt tamgʻalari va yuborish navbati</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Kirish…</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Yuborish navbati</translation>
    </message>
    <message>
        <source>Synchronise</source>
        <translation>Sinxronlash</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>Sozlash…</translation>
    </message>
</context>
<context>
    <name>KeysAction</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Klaviatura tugmalari</translation>
    </message>
</context>
<context>
    <name>LookMenu</name>
    <message>
        <source>As the desktop</source>
        <translation>Tizimdagidek</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Yorugʻ</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Qorongʻi</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Matnni kattalashtirish</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Matnni kichraytirish</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Matn oʻlchami</translation>
    </message>
    <message>
        <source>Usual text size</source>
        <translation>Odatdagi matn oʻlchami</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Kamroq harakat</translation>
    </message>
    <message>
        <source>Tell me what is new</source>
        <translation>Yangiliklarni aytish</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Klaviatura tugmalari</translation>
    </message>
    <message>
        <source>Tab goes from part to part, the arrow keys move within a list.</source>
        <translation>Tab qismdan qismga oʻtkazadi, koʻrsatkich tugmalari roʻyxat ichida yuradi.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tugmalar</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>Nima qiladi</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>Oynaning keyingi qismi</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>Oynaning oldingi qismi</translation>
    </message>
    <message>
        <source>Another line of a list; scroll the pages</source>
        <translation>Roʻyxatning boshqa qatori; sahifalarni surish</translation>
    </message>
    <message>
        <source>Open what is chosen; press the highlighted button</source>
        <translation>Tanlanganini ochish; ajratib koʻrsatilgan tugmani bosish</translation>
    </message>
    <message>
        <source>Press a button, tick a box; next screen of a page</source>
        <translation>Tugmani bosish, katakni belgilash; sahifani bir ekran surish</translation>
    </message>
    <message>
        <source>Close a dialog, end a search</source>
        <translation>Oynachani yopish, qidiruvni tugatish</translation>
    </message>
    <message>
        <source>Next place found in the document</source>
        <translation>Hujjatda topilgan keyingi joy</translation>
    </message>
    <message>
        <source>Previous place found in the document</source>
        <translation>Hujjatda topilgan oldingi joy</translation>
    </message>
    <message>
        <source>Select words on a page by keys</source>
        <translation>Sahifada soʻzlarni tugmalar bilan belgilash</translation>
    </message>
    <message>
        <source>Copy the selected words</source>
        <translation>Belgilangan soʻzlardan nusxa olish</translation>
    </message>
    <message>
        <source>Take back what was just done</source>
        <translation>Hozirgi amalni qaytarish</translation>
    </message>
</context>
<context>
    <name>SetupDialog</name>
    <message>
        <source>The registry answered. Its address is kept.</source>
        <translation>Reyestr javob berdi. Manzili saqlandi.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Tekshirilmoqda…</translation>
    </message>
    <message>
        <source>Set up this station</source>
        <translation>Ish joyini sozlash</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Bosqichlar</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Keyinroq</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Orqaga</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Oʻtkazib yuborish</translation>
    </message>
    <message>
        <source>Use and try</source>
        <translation>Qoʻllash va sinash</translation>
    </message>
    <message>
        <source>Address of the registry</source>
        <translation>Reyestr manzili</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Kirish…</translation>
    </message>
    <message>
        <source>Look at the token</source>
        <translation>Tokenni tekshirish</translation>
    </message>
    <message>
        <source>The window&apos;s words; documents stay as they are.</source>
        <translation>Oynadagi soʻzlar tili; hujjatlar oʻzgarmaydi.</translation>
    </message>
    <message>
        <source>Your office has set the address; it can be tried here.</source>
        <translation>Manzilni tashkilotingiz belgilagan; bu yerda uni sinab koʻrish mumkin.</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Sinab koʻrish</translation>
    </message>
    <message>
        <source>Your IT staff knows the address. Without it you can look around and verify files.</source>
        <translation>Manzilni AT xodimlari biladi. Usiz ham dasturni koʻrish va fayllarni tekshirish mumkin.</translation>
    </message>
    <message>
        <source>With your token and its PIN. The PIN is asked for in a window of its own.</source>
        <translation>Tokeningiz va uning PIN-kodi bilan. PIN-kod alohida oynada soʻraladi.</translation>
    </message>
    <message>
        <source>No PIN is needed for this, and nothing is signed.</source>
        <translation>Buning uchun PIN-kod kerak emas va hech narsa imzolanmaydi.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>bajarildi</translation>
    </message>
    <message>
        <source>open</source>
        <translation>bajarilmagan</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Tugatish</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Davom etish</translation>
    </message>
    <message>
        <source>Asking the registry…</source>
        <translation>Reyestrdan soʻralmoqda…</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Til</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Reyestr</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Kirish</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
</context>
<context>
    <name>UndoLine</name>
    <message>
        <source>Undo</source>
        <translation>Bekor qilish</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>There is a new draft to sign.</source>
        <translation>Imzolash uchun yangi loyiha bor.</translation>
    </message>
    <message>
        <source>The registry has refused an entry of the outbox.</source>
        <translation>Reyestr yuborish navbatidagi yozuvni rad etdi.</translation>
    </message>
    <message>
        <source>To sign: %1</source>
        <translation>Imzolashga: %1</translation>
    </message>
    <message>
        <source>There is a new draft to agree.</source>
        <translation>Kelishish uchun yangi loyiha bor.</translation>
    </message>
    <message>
        <source>Open the window</source>
        <translation>Oynani ochish</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>Dasturni yopish</translation>
    </message>
    <message>
        <source>To agree: %1</source>
        <translation>Kelishishga: %1</translation>
    </message>
</context>
<context>
    <name>dropping</name>
    <message>
        <source>Packages, PDFs and signatures</source>
        <translation>Paketlar, PDF va imzolar</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Barcha fayllar</translation>
    </message>
    <message>
        <source>Let go to have it verified</source>
        <translation>Tekshirish uchun qoʻyib yuboring</translation>
    </message>
</context>
<context>
    <name>ReportSignDialog</name>
    <message>
        <source>Sign the report</source>
        <translation>Hisobotni imzolash</translation>
    </message>
    <message>
        <source>Sign the verification report</source>
        <translation>Tekshiruv hisobotini imzolash</translation>
    </message>
    <message>
        <source>The report names you as the one who verified this file. It is signed with your token, verified and written here; nothing is sent anywhere.</source>
        <translation>Hisobotda bu faylni siz tekshirganingiz yoziladi. U tokeningiz bilan imzolanadi, tekshiriladi va shu yerga yoziladi; hech qayerga yuborilmaydi.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fayl</translation>
    </message>
    <message>
        <source>Digest of the file</source>
        <translation>Faylning xesh qiymati</translation>
    </message>
    <message>
        <source>Will be written to</source>
        <translation>Yoziladigan joy</translation>
    </message>
    <message>
        <source>Sign and write</source>
        <translation>Imzolash va yozish</translation>
    </message>
    <message>
        <source>The report is signed and written</source>
        <translation>Hisobot imzolandi va yozildi</translation>
    </message>
    <message>
        <source>Its signature is beside it; viewers of PDF cannot check national ones:</source>
        <translation>Imzosi uning yonida; PDF dasturlari milliy imzoni tekshira olmaydi:</translation>
    </message>
    <message>
        <source>Give it away as it is: any change to it breaks its signature.</source>
        <translation>Uni qanday boʻlsa, shundayligicha bering: har qanday oʻzgarish imzosini buzadi.</translation>
    </message>
</context>
<context>
    <name>RunningPage</name>
    <message>
        <source>Signing</source>
        <translation>Imzolanmoqda</translation>
    </message>
    <message>
        <source>This key wants the PIN for each signature. Now for signature {0}.</source>
        <translation>Bu kalit har bir imzo uchun PIN-kod soʻraydi. Hozir {0}-imzo uchun.</translation>
    </message>
    <message>
        <source>Signed and kept on this station: it will be sent even if the window is closed or the connection is lost. It can no longer be taken back here.</source>
        <translation>Imzolandi va shu kompyuterda saqlandi: oyna yopilsa yoki aloqa uzilsa ham yuboriladi. Endi uni bu yerda bekor qilib boʻlmaydi.</translation>
    </message>
    <message>
        <source>Being cancelled. The token finishes what it is doing; nothing is kept or sent.</source>
        <translation>Bekor qilinmoqda. Token boshlagan ishini tugatadi; hech narsa saqlanmaydi va yuborilmaydi.</translation>
    </message>
    <message>
        <source>Nothing leaves this station yet; it can still be cancelled.</source>
        <translation>Hozircha bu kompyuterdan hech narsa chiqmaydi; hali bekor qilish mumkin.</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>done</source>
        <translation>bajarildi</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>bajarilmoqda</translation>
    </message>
    <message>
        <source>stopped here</source>
        <translation>shu yerda toʻxtadi</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>navbatda</translation>
    </message>
</context>
<context>
    <name>ReportRunningPage</name>
    <message>
        <source>Signing the report</source>
        <translation>Hisobot imzolanmoqda</translation>
    </message>
    <message>
        <source>It is signed and being written; that can no longer be cancelled.</source>
        <translation>U imzolandi va yozilmoqda; buni endi bekor qilib boʻlmaydi.</translation>
    </message>
    <message>
        <source>Being cancelled. The token finishes what it is doing; nothing is written.</source>
        <translation>Bekor qilinmoqda. Token boshlagan ishini tugatadi; hech narsa yozilmaydi.</translation>
    </message>
    <message>
        <source>Nothing is written yet; it can still be cancelled.</source>
        <translation>Hali hech narsa yozilmadi; uni bekor qilish mumkin.</translation>
    </message>
</context>
<context>
    <name>SignerDialog</name>
    <message>
        <source>Who signs</source>
        <translation>Kim imzolaydi</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
</context>
<context>
    <name>SteppedDialog</name>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
</context>
<context>
    <name>ChoiceMenu</name>
    <message>
        <source>Set by your administrator</source>
        <translation>Administrator belgilagan</translation>
    </message>
</context>
<context>
    <name>tab_arrows</name>
    <message>
        <source>Files before these</source>
        <translation>Bulardan oldingi fayllar</translation>
    </message>
    <message>
        <source>Files after these</source>
        <translation>Bulardan keyingi fayllar</translation>
    </message>
</context>
<context>
    <name>file_names</name>
    <message>
        <source>“%1” is there already. Replace it?</source>
        <translation>“%1” allaqachon bor. Almashtirilsinmi?</translation>
    </message>
</context>
<context>
    <name>SeveralButton</name>
    <message numerus="yes">
        <source>Sign %n selected…</source>
        <translation>
            <numerusform>Tanlangan %n tasini imzolash…</numerusform>
            <numerusform>Tanlangan %n tasini imzolash…</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign several…</source>
        <translation>Guruhlab imzolash…</translation>
    </message>
    <message numerus="yes">
        <source>Selected: %n…</source>
        <translation>
            <numerusform>Tanlangan: %n…</numerusform>
            <numerusform>Tanlangan: %n…</numerusform>
        </translation>
    </message>
    <message>
        <source>Several…</source>
        <translation>Bir nechta…</translation>
    </message>
    <message>
        <source>Select several drafts, or sign from the whole group</source>
        <translation>Bir nechta loyihani tanlang yoki butun guruhdan imzolang</translation>
    </message>
</context>
<context>
    <name>Groups</name>
    <message numerus="yes">
        <source>%1, %n draft(s)</source>
        <translation>
            <numerusform>%1, %n ta loyiha</numerusform>
            <numerusform>%1, %n ta loyiha</numerusform>
        </translation>
    </message>
</context>
</TS>
