<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>ActionBar</name>
    <message numerus="yes">
        <source>Your signature covers the text, %n annex(es) and the trail.</source>
        <translation>
            <numerusform>Подпись охватывает текст, %n приложение и лист согласования.</numerusform>
            <numerusform>Подпись охватывает текст, %n приложения и лист согласования.</numerusform>
            <numerusform>Подпись охватывает текст, %n приложений и лист согласования.</numerusform>
        </translation>
    </message>
    <message>
        <source>Your organisation is asked whether it agrees.</source>
        <translation>От вашей организации ждут согласования.</translation>
    </message>
    <message>
        <source>Sign…</source>
        <translation>Подписать…</translation>
    </message>
    <message>
        <source>Asking the registry…</source>
        <translation>Запрос к реестру…</translation>
    </message>
    <message>
        <source>Agree…</source>
        <translation>Согласовать…</translation>
    </message>
    <message>
        <source>Object…</source>
        <translation>Возразить…</translation>
    </message>
    <message>
        <source>Return…</source>
        <translation>Вернуть…</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Отклонить…</translation>
    </message>
    <message>
        <source>You can return the draft, with a reason.</source>
        <translation>Вы можете вернуть проект с указанием причины.</translation>
    </message>
    <message>
        <source>Can I sign now?</source>
        <translation>Могу ли я сейчас подписать?</translation>
    </message>
    <message>
        <source>Show the newer version</source>
        <translation>Показать новую редакцию</translation>
    </message>
</context>
<context>
    <name>AgreeDialog</name>
    <message>
        <source>Your answer is being signed. The window closes when that is done.</source>
        <translation>Ваш ответ подписывается. Окно закроется, когда это закончится.</translation>
    </message>
    <message>
        <source>Your answer is being signed by the token.</source>
        <translation>Ваш ответ подписывается токеном.</translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s) of yours on this version are not handed in. After the answer they cannot be.</source>
        <translation>
            <numerusform>%n ваше замечание к этой редакции не подано. После ответа подать его будет нельзя.</numerusform>
            <numerusform>%n ваших замечания к этой редакции не поданы. После ответа подать их будет нельзя.</numerusform>
            <numerusform>%n ваших замечаний к этой редакции не подано. После ответа подать их будет нельзя.</numerusform>
        </translation>
    </message>
    <message>
        <source>Answer for your organisation</source>
        <translation>Ответ от имени организации</translation>
    </message>
    <message>
        <source>Your signature covers exactly version {0}:</source>
        <translation>Ваша подпись охватывает именно редакцию {0}:</translation>
    </message>
    <message>
        <source>Note or objection</source>
        <translation>Примечание или возражение</translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was signed. Read it and answer again.</source>
        <translation>Пришла новая редакция. Ничего не подписано. Прочитайте её и ответьте заново.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>An objection needs its reason.</source>
        <translation>Возражение требует обоснования.</translation>
    </message>
    <message>
        <source>Write the note.</source>
        <translation>Напишите примечание.</translation>
    </message>
    <message>
        <source>Sign the objection</source>
        <translation>Подписать возражение</translation>
    </message>
    <message>
        <source>Sign the agreement</source>
        <translation>Подписать согласование</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n not ticked.</source>
        <translation>
            <numerusform>%n не отмечен.</numerusform>
            <numerusform>%n не отмечены.</numerusform>
            <numerusform>%n не отмечено.</numerusform>
        </translation>
    </message>
    <message>
        <source>Ticked: %1 of %2.</source>
        <translation>Отмечено: %1 из %2.</translation>
    </message>
    <message>
        <source>Tick each document you want to sign.</source>
        <translation>Отметьте каждый документ, который хотите подписать.</translation>
    </message>
    <message>
        <source>Sign several</source>
        <translation>Подписать несколько</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Кто подписывает</translation>
    </message>
    <message>
        <source>Open the document</source>
        <translation>Открыть документ</translation>
    </message>
    <message>
        <source>Tick what was opened</source>
        <translation>Отметить открытые</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>After the document that is being signed</source>
        <translation>После документа, который подписывается</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s) with one PIN</source>
        <translation>
            <numerusform>Подписать %n документ одним PIN-кодом</numerusform>
            <numerusform>Подписать %n документа одним PIN-кодом</numerusform>
            <numerusform>Подписать %n документов одним PIN-кодом</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign several documents with one PIN</source>
        <translation>Подписать несколько документов одним PIN-кодом</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Продолжить</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)</source>
        <translation>
            <numerusform>Подписать %n документ</numerusform>
            <numerusform>Подписать %n документа</numerusform>
            <numerusform>Подписать %n документов</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Подписать</translation>
    </message>
    <message>
        <source>This key wants its PIN for every signature: number %1.</source>
        <translation>Этот ключ требует PIN-код для каждой подписи: подпись %1.</translation>
    </message>
    <message>
        <source>The documents are being checked…</source>
        <translation>Документы проверяются…</translation>
    </message>
    <message>
        <source>Closing after the document under way…</source>
        <translation>Закроется после документа, который подписывается…</translation>
    </message>
    <message>
        <source>What is signed is kept on this station at once and sent afterwards.</source>
        <translation>Подписанное сразу сохраняется на этом компьютере и отправляется потом.</translation>
    </message>
    <message>
        <source>Paused. After some minutes the token is closed and asks for its PIN again.</source>
        <translation>Пауза. Через несколько минут токен закроется и снова запросит PIN-код.</translation>
    </message>
    <message>
        <source>Choose the certificate that signs all of them.</source>
        <translation>Выберите сертификат, которым будут подписаны все.</translation>
    </message>
    <message>
        <source>Tick each document you want to sign. Ticked: %1 of %2.</source>
        <translation>Отметьте каждый документ, который хотите подписать. Отмечено: %1 из %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n signed and in the outbox.</source>
        <translation>
            <numerusform>%n подписан и в исходящих.</numerusform>
            <numerusform>%n подписаны и в исходящих.</numerusform>
            <numerusform>%n подписано и в исходящих.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not signed.</source>
        <translation>
            <numerusform>%n не подписан.</numerusform>
            <numerusform>%n не подписаны.</numerusform>
            <numerusform>%n не подписано.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with unknown outcome: the token gave no answer.</source>
        <translation>
            <numerusform>%n с неизвестным исходом: токен не ответил.</numerusform>
            <numerusform>%n с неизвестным исходом: токен не ответил.</numerusform>
            <numerusform>%n с неизвестным исходом: токен не ответил.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pausing after the document under way…</source>
        <translation>Пауза после текущего документа…</translation>
    </message>
    <message numerus="yes">
        <source>%n registered.</source>
        <translation>
            <numerusform>%n зарегистрирован.</numerusform>
            <numerusform>%n зарегистрированы.</numerusform>
            <numerusform>%n зарегистрировано.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n had been signed already.</source>
        <translation>
            <numerusform>%n уже был подписан.</numerusform>
            <numerusform>%n уже были подписаны.</numerusform>
            <numerusform>%n уже было подписано.</numerusform>
        </translation>
    </message>
    <message>
        <source>The documents are checked once there is a certificate.</source>
        <translation>Документы будут проверены, когда появится сертификат для подписи.</translation>
    </message>
</context>
<context>
    <name>BatchTree</name>
    <message>
        <source>not ticked</source>
        <translation>не отмечен</translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>отмечен</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Документ</translation>
    </message>
    <message>
        <source>Read on this screen</source>
        <translation>Прочитано на экране</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Documents to sign</source>
        <translation>Документы на подпись</translation>
    </message>
    <message>
        <source>Digest: %1</source>
        <translation>Хеш: %1</translation>
    </message>
    <message>
        <source>Not opened</source>
        <translation>Не открыт</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Открыт</translation>
    </message>
    <message>
        <source>Opened, pages %1 of %2</source>
        <translation>Открыт, страниц: %1 из %2</translation>
    </message>
    <message>
        <source>Being signed</source>
        <translation>Подписывается</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>№ %1</translation>
    </message>
    <message>
        <source>Signed, in the outbox</source>
        <translation>В исходящих</translation>
    </message>
    <message>
        <source>Not signed</source>
        <translation>Не подписан</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Исход неизвестен</translation>
    </message>
    <message>
        <source>Being checked…</source>
        <translation>Проверяется…</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>Ещё не проверен</translation>
    </message>
    <message>
        <source>Cannot be signed</source>
        <translation>Нельзя подписать</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n предупреждение</numerusform>
            <numerusform>%n предупреждения</numerusform>
            <numerusform>%n предупреждений</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Готов</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Прочитано</translation>
    </message>
    <message>
        <source>Signed already</source>
        <translation>Уже подписан</translation>
    </message>
    <message>
        <source>It may have been signed, so it is not signed again here. Open it and sign it by itself.</source>
        <translation>Возможно, документ подписан, поэтому здесь он не подписывается снова. Откройте его и подпишите отдельно.</translation>
    </message>
</context>
<context>
    <name>CertificateCard</name>
    <message>
        <source>No certificate that may sign was found</source>
        <translation>Не найден сертификат, которым можно подписать</translation>
    </message>
    <message>
        <source>Token {0}</source>
        <translation>Токен {0}</translation>
    </message>
    <message>
        <source>PINFL {0} · TIN {1}</source>
        <translation>ПИНФЛ {0} · ИНН {1}</translation>
    </message>
    <message>
        <source>Issued by {0}</source>
        <translation>Выдан: {0}</translation>
    </message>
    <message>
        <source>Fingerprint {0}</source>
        <translation>Отпечаток {0}</translation>
    </message>
    <message>
        <source>Token {0} · {1}</source>
        <translation>Токен {0} · {1}</translation>
    </message>
    <message>
        <source>✗ Expired on {0}</source>
        <translation>✗ Истёк {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>остался %n день</numerusform>
            <numerusform>осталось %n дня</numerusform>
            <numerusform>осталось %n дней</numerusform>
        </translation>
    </message>
    <message>
        <source>! Valid until {0}: {1}</source>
        <translation>! Действует до {0}: {1}</translation>
    </message>
    <message>
        <source>Valid until {0}: {1}</source>
        <translation>Действует до {0}: {1}</translation>
    </message>
    <message>
        <source>RSA or ECDSA key: for pilots. It is not a signature by the national standard.</source>
        <translation>Ключ RSA или ECDSA: для пилотного режима. Это не подпись по национальному стандарту.</translation>
    </message>
    <message>
        <source>A key of the national standard.</source>
        <translation>Ключ по национальному стандарту.</translation>
    </message>
</context>
<context>
    <name>CertificateChooser</name>
    <message>
        <source>Certificates</source>
        <translation>Сертификаты</translation>
    </message>
    <message>
        <source>Look for tokens again</source>
        <translation>Искать токены снова</translation>
    </message>
    <message>
        <source>Cannot be used: {0}</source>
        <translation>Использовать нельзя: {0}</translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Closing…</source>
        <translation>Закрывается…</translation>
    </message>
    <message>
        <source>The token has not answered yet. If you do not wait, it may stay unknown whether the document under way was signed; the next start says what is known of it.</source>
        <translation>Токен ещё не ответил. Если не ждать, может остаться неизвестным, подписан ли этот документ; что об этом известно, программа скажет при следующем запуске.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Остановить и закрыть</translation>
    </message>
    <message>
        <source>Finish and close</source>
        <translation>Завершить и закрыть</translation>
    </message>
    <message>
        <source>Close without waiting</source>
        <translation>Закрыть, не дожидаясь</translation>
    </message>
    <message>
        <source>A document is being signed</source>
        <translation>Документ подписывается</translation>
    </message>
    <message>
        <source>A signed document is being kept</source>
        <translation>Подписанный документ сохраняется</translation>
    </message>
    <message>
        <source>Several documents are being signed</source>
        <translation>Подписывается несколько документов</translation>
    </message>
    <message>
        <source>An answer is being signed</source>
        <translation>Ответ подписывается</translation>
    </message>
    <message>
        <source>A PIN is being changed</source>
        <translation>PIN-код меняется</translation>
    </message>
    <message>
        <source>If it is stopped now, nothing of it is kept: the document stays unsigned.</source>
        <translation>Если остановить сейчас, ничего не сохранится: документ останется неподписанным.</translation>
    </message>
    <message>
        <source>It can no longer be taken back. It is put into the outbox first and sent as soon as there is a connection, at the latest after the next start.</source>
        <translation>Отозвать его уже нельзя. Сначала он будет помещён в исходящие и отправлен, как только появится связь, самое позднее — после следующего запуска.</translation>
    </message>
    <message>
        <source>It is finished and put into the outbox first.</source>
        <translation>Сначала он будет завершён и помещён в исходящие.</translation>
    </message>
    <message>
        <source>It is finished first, so that it stays clear which PIN is right.</source>
        <translation>Сначала это будет завершено, чтобы было ясно, какой PIN-код действует.</translation>
    </message>
    <message>
        <source>The document under way is finished and kept.</source>
        <translation>Документ, который подписывается, будет завершён и сохранён.</translation>
    </message>
    <message numerus="yes">
        <source>%n more stay unsigned.</source>
        <translation>
            <numerusform>Ещё %n останется неподписанным.</numerusform>
            <numerusform>Ещё %n останутся неподписанными.</numerusform>
            <numerusform>Ещё %n останутся неподписанными.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signed and kept.</source>
        <translation>
            <numerusform>%n подписан и сохранён.</numerusform>
            <numerusform>%n подписаны и сохранены.</numerusform>
            <numerusform>%n подписано и сохранено.</numerusform>
        </translation>
    </message>
    <message>
        <source>A verification report is being signed</source>
        <translation>Подписывается отчёт о проверке</translation>
    </message>
    <message>
        <source>If it is stopped now, nothing of it is written.</source>
        <translation>Если остановить сейчас, ничего не будет записано.</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>Enter the PIN on the reader. It waits for %n more second(s).</source>
        <translation>
            <numerusform>Введите PIN-код на считывателе. Он ждёт ещё %n секунду.</numerusform>
            <numerusform>Введите PIN-код на считывателе. Он ждёт ещё %n секунды.</numerusform>
            <numerusform>Введите PIN-код на считывателе. Он ждёт ещё %n секунд.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentTools</name>
    <message>
        <source>Actual size</source>
        <translation>Реальный размер</translation>
    </message>
    <message>
        <source>Small pages</source>
        <translation>Миниатюры страниц</translation>
    </message>
    <message>
        <source>Pages as printed</source>
        <translation>Страницы как в печати</translation>
    </message>
    <message>
        <source>Text for reading</source>
        <translation>Текст для чтения</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Предыдущая страница</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Следующая страница</translation>
    </message>
    <message>
        <source>Find on the pages</source>
        <translation>Найти на страницах</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Мельче</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Крупнее</translation>
    </message>
    <message>
        <source>Fit to width</source>
        <translation>По ширине</translation>
    </message>
    <message>
        <source>Remark on the selected words or the page</source>
        <translation>Замечание к выделенным словам или странице</translation>
    </message>
    <message>
        <source>Fit whole page</source>
        <translation>Страница целиком</translation>
    </message>
    <message>
        <source>Two pages side by side</source>
        <translation>Две страницы рядом</translation>
    </message>
    <message>
        <source>Turn to the right</source>
        <translation>Повернуть вправо</translation>
    </message>
    <message>
        <source>Turn to the left</source>
        <translation>Повернуть влево</translation>
    </message>
    <message>
        <source>Page number</source>
        <translation>Номер страницы</translation>
    </message>
    <message>
        <source>Size and arrangement</source>
        <translation>Размер и расположение</translation>
    </message>
</context>
<context>
    <name>DocumentView</name>
    <message>
        <source>Fetching the file…</source>
        <translation>Файл загружается…</translation>
    </message>
    <message>
        <source>Choose a draft on the left.</source>
        <translation>Выберите проект слева.</translation>
    </message>
    <message>
        <source>Pages of the document, page %1 of %2</source>
        <translation>Страницы документа, страница %1 из %2</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>Текст документа</translation>
    </message>
    <message>
        <source>Small pages</source>
        <translation>Миниатюры страниц</translation>
    </message>
    <message>
        <source>This file cannot be shown: it is not a PDF that can be read.</source>
        <translation>Этот файл нельзя показать: это не читаемый PDF.</translation>
    </message>
    <message>
        <source>This file cannot be shown: it is locked with a password. Ask who sent it for a file without one.</source>
        <translation>Этот файл нельзя показать: он закрыт паролем. Попросите у отправителя файл без пароля.</translation>
    </message>
    <message>
        <source>This file cannot be shown: it has no pages.</source>
        <translation>Этот файл нельзя показать: в нём нет страниц.</translation>
    </message>
    <message>
        <source>Select words on the pages with the arrow keys</source>
        <translation>Выделять слова на страницах стрелками</translation>
    </message>
    <message>
        <source>Copy the selected words</source>
        <translation>Копировать выделенные слова</translation>
    </message>
    <message>
        <source>Next place found</source>
        <translation>Следующее найденное место</translation>
    </message>
    <message>
        <source>Previous place found</source>
        <translation>Предыдущее найденное место</translation>
    </message>
    <message>
        <source>Width of the small pages</source>
        <translation>Ширина миниатюр страниц</translation>
    </message>
</context>
<context>
    <name>DraftList</name>
    <message numerus="yes">
        <source>%n draft(s) selected</source>
        <translation>
            <numerusform>Выбран %n проект</numerusform>
            <numerusform>Выбрано %n проекта</numerusform>
            <numerusform>Выбрано %n проектов</numerusform>
        </translation>
    </message>
    <message>
        <source>Drafts are being received…</source>
        <translation>Проекты принимаются…</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Проекты</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>Ничего не найдено.</translation>
    </message>
    <message>
        <source>Nothing here now.</source>
        <translation>Здесь пока ничего нет.</translation>
    </message>
    <message>
        <source>No drafts on this station yet. Sign in and synchronise.</source>
        <translation>На этом компьютере ещё нет проектов. Войдите и синхронизируйте.</translation>
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
        <translation>Скопировать отчёт</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find on the pages</source>
        <translation>Найти на страницах</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Предыдущее место</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Следующее место</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Searching… %1</source>
        <translation>Поиск… %1</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ничего не найдено</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 из %2</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>найдено: %n</numerusform>
            <numerusform>найдено: %n</numerusform>
            <numerusform>найдено: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Refused by the registry: “%1”.</source>
        <translation>Отказ реестра: «%1».</translation>
    </message>
    <message numerus="yes">
        <source>And %n more, see the outbox.</source>
        <translation>
            <numerusform>И ещё %n, см. «Исходящие».</numerusform>
            <numerusform>И ещё %n, см. «Исходящие».</numerusform>
            <numerusform>И ещё %n, см. «Исходящие».</numerusform>
        </translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was signed. Read it first.</source>
        <translation>Пришла новая редакция. Ничего не подписано. Сначала прочитайте её.</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>Move the borders of panels</source>
        <translation>Передвинуть границы панелей</translation>
    </message>
    <message>
        <source>Search in all drafts</source>
        <translation>Поиск по всем проектам</translation>
    </message>
    <message>
        <source>Width of the list</source>
        <translation>Ширина списка</translation>
    </message>
    <message>
        <source>Width of the right side</source>
        <translation>Ширина правой панели</translation>
    </message>
</context>
<context>
    <name>Middle</name>
    <message>
        <source>Choose a draft on the left.</source>
        <translation>Выберите проект слева.</translation>
    </message>
    <message>
        <source>Text and annexes</source>
        <translation>Текст и приложения</translation>
    </message>
    <message>
        <source>Annex %1</source>
        <translation>Прил. %1</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Outbox</source>
        <translation>Исходящие</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>What changed…</source>
        <translation>Что изменилось…</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Войти снова…</translation>
    </message>
</context>
<context>
    <name>OutboxModel</name>
    <message>
        <source>Kind</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Проект</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Повтор</translation>
    </message>
    <message>
        <source>Reason or number</source>
        <translation>Причина или номер</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Давность</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Попытки</translation>
    </message>
</context>
<context>
    <name>QuestionLine</name>
    <message>
        <source>No, keep it</source>
        <translation>Нет, оставить</translation>
    </message>
</context>
<context>
    <name>OutboxView</name>
    <message>
        <source>Outbox</source>
        <translation>Исходящие</translation>
    </message>
    <message>
        <source>What you signed stays here until the registry has answered. It is sent by itself as soon as there is a connection and whoever signed it has signed in.</source>
        <translation>Подписанное остаётся здесь, пока реестр не ответит. Оно отправляется само, как только появится связь и войдёт тот, кто подписал.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Отправить сейчас</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>Open the draft</source>
        <translation>Открыть проект</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>What has changed…</source>
        <translation>Что изменилось…</translation>
    </message>
    <message>
        <source>Write to a file…</source>
        <translation>Записать в файл…</translation>
    </message>
    <message>
        <source>For a USB stick, to be sent by another station</source>
        <translation>На флешку, чтобы отправить с другого компьютера</translation>
    </message>
    <message>
        <source>Bring in from a file…</source>
        <translation>Принять из файла…</translation>
    </message>
    <message>
        <source>What another station wrote to a file</source>
        <translation>Записанное в файл на другом компьютере</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Отозвать</translation>
    </message>
    <message>
        <source>Yes, put away</source>
        <translation>Да, убрать</translation>
    </message>
    <message>
        <source>Yes, take back</source>
        <translation>Да, отозвать</translation>
    </message>
    <message>
        <source>What was signed is removed from this station for good.</source>
        <translation>Подписанное будет удалено с этого компьютера навсегда.</translation>
    </message>
    <message>
        <source>The signature is discarded; it is signed anew if it is needed.</source>
        <translation>Подпись пропадёт; если понадобится, подписать придётся заново.</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Записывается…</translation>
    </message>
    <message>
        <source>Reading and checking…</source>
        <translation>Читается и проверяется…</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Войти снова…</translation>
    </message>
    <message>
        <source>What you signed stays here until the registry has answered. It waits for your sign-in: the registry does not know who is signed in here.</source>
        <translation>Подписанное остаётся здесь, пока реестр не ответит. Оно ждёт вашего входа: реестр не знает, кто здесь работает.</translation>
    </message>
    <message>
        <source>What you wrote</source>
        <translation>Что вы написали</translation>
    </message>
</context>
<context>
    <name>DrawnPages</name>
    <message>
        <source>This page cannot be shown.</source>
        <translation>Эту страницу нельзя показать.</translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>Unblock the token</source>
        <translation>Разблокировать токен</translation>
    </message>
    <message>
        <source>The unblocking code (PUK) came with the token. It has few attempts.</source>
        <translation>Код разблокировки (PUK) выдан вместе с токеном. Попыток у него мало.</translation>
    </message>
    <message>
        <source>Unblocking code (PUK)</source>
        <translation>Код разблокировки (PUK)</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>Сменить PIN-код</translation>
    </message>
    <message>
        <source>The new PIN is for the token, wherever it is used.</source>
        <translation>Новый PIN-код действует для токена везде, где им пользуются.</translation>
    </message>
    <message>
        <source>Choose the token</source>
        <translation>Выберите токен</translation>
    </message>
    <message>
        <source>Present PIN</source>
        <translation>Нынешний PIN-код</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>Новый PIN-код</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>Новый PIN-код ещё раз</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Токен</translation>
    </message>
    <message>
        <source>The new PIN was typed in two different ways.</source>
        <translation>Новый PIN-код набран по-разному.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>No token was found.</source>
        <translation>Токен не найден.</translation>
    </message>
    <message>
        <source>The new PIN has a letter that readers with keys and other programs cannot type. Look which keyboard layout is on.</source>
        <translation>В новом PIN-коде есть символ, который нельзя набрать на клавишах считывателя и в других программах. Проверьте раскладку клавиатуры.</translation>
    </message>
    <message>
        <source>The new PIN is the present one. Choose another.</source>
        <translation>Новый PIN-код совпадает с текущим. Выберите другой.</translation>
    </message>
</context>
<context>
    <name>PinField</name>
    <message>
        <source>Not accepted here since the last right one: %1.</source>
        <translation>Не принято здесь после последнего верного ввода: %1.</translation>
    </message>
    <message>
        <source>PIN of the token</source>
        <translation>PIN-код токена</translation>
    </message>
    <message>
        <source>You will be asked for the PIN on the reader&apos;s own keys.</source>
        <translation>PIN-код будет запрошен на клавишах самого считывателя.</translation>
    </message>
</context>
<context>
    <name>PinPrompt</name>
    <message>
        <source>PIN for the signature</source>
        <translation>PIN-код для подписи</translation>
    </message>
    <message>
        <source>This key wants the PIN for every signature. Now for number %1.</source>
        <translation>Этот ключ требует PIN-код для каждой подписи. Сейчас для подписи № %1.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Подписать</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Reject the draft</source>
        <translation>Отклонить проект</translation>
    </message>
    <message>
        <source>Return the draft</source>
        <translation>Вернуть проект</translation>
    </message>
    <message>
        <source>Rejecting is final: nothing more can be done with version {0} or later.</source>
        <translation>Отклонение окончательно: с редакцией {0} и последующими больше ничего нельзя будет сделать.</translation>
    </message>
    <message>
        <source>Version {0} goes back to its drafter, who makes a new one.</source>
        <translation>Редакция {0} вернётся разработчику, и он подготовит новую.</translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was sent. Read it first.</source>
        <translation>Пришла новая редакция. Ничего не отправлено. Сначала прочитайте её.</translation>
    </message>
    <message>
        <source>Reason; its drafter will read it</source>
        <translation>Причина; её прочтёт разработчик проекта</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Reject for good</source>
        <translation>Отклонить окончательно</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message numerus="yes">
        <source>Too many at a time: %n file(s) were not looked at.</source>
        <translation>
            <numerusform>Слишком много за один раз: %n файл не проверен.</numerusform>
            <numerusform>Слишком много за один раз: %n файла не проверены.</numerusform>
            <numerusform>Слишком много за один раз: %n файлов не проверено.</numerusform>
        </translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Сохранить отчёт…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Сохранить отчёт</translation>
    </message>
    <message>
        <source>Not verified: it was stopped.</source>
        <translation>Не проверено: остановлено.</translation>
    </message>
    <message>
        <source>Being verified…</source>
        <translation>Проверяется…</translation>
    </message>
    <message>
        <source>Waits for its turn…</source>
        <translation>Ждёт своей очереди…</translation>
    </message>
    <message>
        <source>As PDF, HTML or JSON; nobody signs it</source>
        <translation>В виде PDF, HTML или JSON; никто его не подписывает</translation>
    </message>
    <message>
        <source>Sign the report…</source>
        <translation>Подписать отчёт…</translation>
    </message>
    <message>
        <source>A PDF that you sign with your token</source>
        <translation>PDF, который вы подписываете своим токеном</translation>
    </message>
    <message>
        <source>Sign the report</source>
        <translation>Подписать отчёт</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Печать…</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>Найден %n проект</numerusform>
            <numerusform>Найдено %n проекта</numerusform>
            <numerusform>Найдено %n проектов</numerusform>
        </translation>
    </message>
    <message>
        <source>More than %1 found</source>
        <translation>Найдено больше %1</translation>
    </message>
    <message>
        <source>The index is being made; more may be found later.</source>
        <translation>Индекс строится; позже может найтись больше.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Words in either alphabet. &quot;Quotes&quot; for an exact phrase, -word to leave out.</source>
        <translation>Слова в любом алфавите. Точная фраза в кавычках, -слово исключается.</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Фильтры</translation>
    </message>
    <message>
        <source>Remove the filter: %1</source>
        <translation>Убрать фильтр: %1</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Очистить поиск</translation>
    </message>
    <message>
        <source>Search in all drafts</source>
        <translation>Поиск по всем проектам</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>From %1</source>
        <translation>С %1</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>По %1</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Орган</translation>
    </message>
    <message>
        <source>Asked organisation</source>
        <translation>Согласующая организация</translation>
    </message>
    <message>
        <source>From</source>
        <translation>С даты</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>По дату</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>Регистрационный номер</translation>
    </message>
    <message>
        <source>any day</source>
        <translation>любой день</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Сбросить фильтры</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Фильтры</translation>
    </message>
    <message>
        <source>any</source>
        <translation>любой</translation>
    </message>
</context>
<context>
    <name>ThumbnailModel</name>
    <message>
        <source>Page %1</source>
        <translation>Страница %1</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>Инструменты</translation>
    </message>
    <message>
        <source>Synchronise</source>
        <translation>Синхронизировать</translation>
    </message>
    <message>
        <source>Fetch and send now</source>
        <translation>Получить и отправить сейчас</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Исходящие</translation>
    </message>
    <message>
        <source>What waits to be sent</source>
        <translation>Что ждёт отправки</translation>
    </message>
    <message>
        <source>Verify…</source>
        <translation>Проверить…</translation>
    </message>
    <message>
        <source>Verify a package or signed PDF</source>
        <translation>Проверить пакет или подписанный PDF</translation>
    </message>
    <message>
        <source>Agreement side</source>
        <translation>Панель согласования</translation>
    </message>
    <message>
        <source>Show or hide the right side</source>
        <translation>Показать или скрыть правую панель</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Выйти</translation>
    </message>
    <message>
        <source>End the session</source>
        <translation>Завершить сеанс</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Войти…</translation>
    </message>
    <message>
        <source>Sign in with a token</source>
        <translation>Войти с токеном</translation>
    </message>
    <message>
        <source>Look and text size</source>
        <translation>Вид и размер текста</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Войти снова…</translation>
    </message>
</context>
<context>
    <name>search</name>
    <message>
        <source>Number</source>
        <translation>Номер</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Орган</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Разработчик</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Annex %1</source>
        <translation>Прил. %1</translation>
    </message>
    <message>
        <source>Letter, %1</source>
        <translation>Письмо, %1</translation>
    </message>
    <message>
        <source>Answer, %1</source>
        <translation>Ответ, %1</translation>
    </message>
    <message>
        <source>Remark, %1</source>
        <translation>Замечание, %1</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message numerus="yes">
        <source>✗ %n answer(s) without a good signature.</source>
        <translation>
            <numerusform>✗ %n ответ без надёжной подписи.</numerusform>
            <numerusform>✗ %n ответа без надёжной подписи.</numerusform>
            <numerusform>✗ %n ответов без надёжной подписи.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… %n answer(s) not checked or not given yet.</source>
        <translation>
            <numerusform>… %n ответ ещё не проверен или не получен.</numerusform>
            <numerusform>… %n ответа ещё не проверены или не получены.</numerusform>
            <numerusform>… %n ответов ещё не проверены или не получены.</numerusform>
        </translation>
    </message>
    <message>
        <source>Agreement trail</source>
        <translation>Лист согласования</translation>
    </message>
    <message>
        <source>Annexes</source>
        <translation>Приложения</translation>
    </message>
    <message>
        <source>Annexes</source>
        <comment>a tab</comment>
        <translation>Прил.</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Согласование</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Сведения</translation>
    </message>
    <message numerus="yes">
        <source>✓ %n signature(s) checked</source>
        <translation>
            <numerusform>✓ Проверена %n подпись</numerusform>
            <numerusform>✓ Проверено %n подписи</numerusform>
            <numerusform>✓ Проверено %n подписей</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agreed by silence</source>
        <translation>
            <numerusform>%n согласие молчанием</numerusform>
            <numerusform>%n согласия молчанием</numerusform>
            <numerusform>%n согласий молчанием</numerusform>
        </translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Да</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>Регистрационный номер</translation>
    </message>
    <message>
        <source>Registered on</source>
        <translation>Дата регистрации</translation>
    </message>
    <message>
        <source>Public address</source>
        <translation>Публичный адрес</translation>
    </message>
    <message>
        <source>To be signed by</source>
        <translation>Подписывает</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Разработчик проекта</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>Правовое основание</translation>
    </message>
    <message>
        <source>Normative act</source>
        <translation>Нормативный акт</translation>
    </message>
    <message>
        <source>Restricted document</source>
        <translation>Документ ограниченного распространения</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Срок</translation>
    </message>
    <message>
        <source>Version and round</source>
        <translation>Редакция и круг</translation>
    </message>
    <message>
        <source>Digest of this version</source>
        <translation>Хеш этой редакции</translation>
    </message>
    <message>
        <source>Draft id</source>
        <translation>Идентификатор проекта</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Замечания</translation>
    </message>
    <message>
        <source>What changed since you answered version {0}</source>
        <translation>Что изменилось после вашего ответа на редакцию {0}</translation>
    </message>
    <message>
        <source>What changed since version {0}</source>
        <translation>Что изменилось после редакции {0}</translation>
    </message>
    <message>
        <source>What changed…</source>
        <translation>Что изменилось…</translation>
    </message>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>Its state now: {0}. Nothing was signed here.</source>
        <translation>Сейчас: {0}. Здесь ничего не подписано.</translation>
    </message>
    <message>
        <source>It is not to be signed any more</source>
        <translation>Подписывать это больше не нужно</translation>
    </message>
    <message>
        <source>The draft has changed</source>
        <translation>Проект изменился</translation>
    </message>
    <message>
        <source>A newer version arrived. Nothing was signed. Read it and sign again.</source>
        <translation>Пришла новая редакция. Ничего не подписано. Прочитайте её и подпишите заново.</translation>
    </message>
    <message>
        <source>The registry refused it</source>
        <translation>Реестр не принял</translation>
    </message>
    <message>
        <source>Registered: No. {0}, {1}</source>
        <translation>Зарегистрировано: № {0}, {1}</translation>
    </message>
    <message>
        <source>Signed, the answer is not known yet</source>
        <translation>Подписано, ответ пока неизвестен</translation>
    </message>
    <message>
        <source>Signed, not sent yet</source>
        <translation>Подписано, ещё не отправлено</translation>
    </message>
    <message>
        <source>The signed package is safe in the outbox. The registry gives number and date when it accepts it; this happens by itself.</source>
        <translation>Подписанный пакет надёжно хранится в исходящих. Реестр присвоит номер и дату, когда примет его; это произойдёт само.</translation>
    </message>
    <message>
        <source>The signed package and the registry&apos;s receipt are kept on this station. Publishing it is the registry&apos;s part.</source>
        <translation>Подписанный пакет и квитанция реестра хранятся на этом компьютере. Публикует реестр.</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>Скопировать номер</translation>
    </message>
    <message>
        <source>The signed package is safe in the outbox and waits for your sign-in: the registry no longer knows the last one. Close this and sign in again; it is sent then.</source>
        <translation>Подписанный пакет сохранён в исходящих и ждёт вашего входа: прежний сеанс реестру больше не известен. Закройте это окно и войдите снова; тогда он будет отправлен.</translation>
    </message>
</context>
<context>
    <name>SignDialog</name>
    <message>
        <source>Annex {0}, page {1}</source>
        <translation>Приложение {0}, страница {1}</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>Страница {0} из {1}</translation>
    </message>
    <message>
        <source>Page {0}</source>
        <translation>Страница {0}</translation>
    </message>
    <message>
        <source>Everything has been checked; it can be signed.</source>
        <translation>Всё проверено, можно подписывать.</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Подписать</translation>
    </message>
    <message>
        <source>Digest of what will be signed</source>
        <translation>Хеш того, что будет подписано</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Проверки</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>редакция {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n страница</numerusform>
            <numerusform>%n страницы</numerusform>
            <numerusform>%n страниц</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n annex(es)</source>
        <translation>
            <numerusform>%n приложение</numerusform>
            <numerusform>%n приложения</numerusform>
            <numerusform>%n приложений</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next to sign: %n left</source>
        <translation>
            <numerusform>Следующий на подпись: ещё %n</numerusform>
            <numerusform>Следующий на подпись: ещё %n</numerusform>
            <numerusform>Следующий на подпись: ещё %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>Войти</translation>
    </message>
    <message>
        <source>Sign in with your token</source>
        <translation>Войдите с вашим токеном</translation>
    </message>
    <message>
        <source>Look for tokens again</source>
        <translation>Искать токены снова</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Выполняется вход…</translation>
    </message>
    <message>
        <source>Looking for tokens…</source>
        <translation>Поиск токенов…</translation>
    </message>
    <message>
        <source>As soon as a token is put in it is shown here.</source>
        <translation>Как только токен будет вставлен, он появится здесь.</translation>
    </message>
    <message>
        <source>Choose your certificate.</source>
        <translation>Выберите свой сертификат.</translation>
    </message>
    <message>
        <source>{0} was signed in here before. You will sign in as somebody else.</source>
        <translation>До этого здесь работал(а) {0}. Вы войдёте как другой человек.</translation>
    </message>
    <message>
        <source>The token signs a one-time question of the registry.</source>
        <translation>Токен подписывает одноразовый запрос реестра.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n draft(s) received</source>
        <translation>
            <numerusform>Получен %n проект</numerusform>
            <numerusform>Получено %n проекта</numerusform>
            <numerusform>Получено %n проектов</numerusform>
        </translation>
    </message>
    <message>
        <source>Drafts: {0} of {1}</source>
        <translation>Проекты: {0} из {1}</translation>
    </message>
    <message>
        <source>Files: {0} of {1}</source>
        <translation>Файлы: {0} из {1}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Token: {0}</source>
        <translation>Токен: {0}</translation>
    </message>
    <message>
        <source>No token</source>
        <translation>Токена нет</translation>
    </message>
    <message numerus="yes">
        <source>Outbox: %n refused</source>
        <translation>
            <numerusform>Исходящие: %n отклонён</numerusform>
            <numerusform>Исходящие: %n отклонено</numerusform>
            <numerusform>Исходящие: %n отклонено</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>%n запись не отправлена</numerusform>
            <numerusform>%n записи не отправлены</numerusform>
            <numerusform>%n записей не отправлено</numerusform>
        </translation>
    </message>
    <message>
        <source>Outbox is empty</source>
        <translation>Исходящих нет</translation>
    </message>
    <message>
        <source>Synchronised %1</source>
        <translation>Обновлено %1</translation>
    </message>
    <message>
        <source>Never synchronised</source>
        <translation>Ещё не синхронизировано</translation>
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
        <translation>Сменить PIN-код…</translation>
    </message>
    <message>
        <source>Unblock with the PUK…</source>
        <translation>Разблокировать кодом PUK…</translation>
    </message>
</context>
<context>
    <name>TroublePanel</name>
    <message>
        <source>What to do</source>
        <translation>Что делать</translation>
    </message>
    <message>
        <source>Change the PIN…</source>
        <translation>Сменить PIN-код…</translation>
    </message>
    <message>
        <source>Unblock with the PUK…</source>
        <translation>Разблокировать кодом PUK…</translation>
    </message>
    <message>
        <source>I am sure of the code: let me enter it once more</source>
        <translation>Я уверен в коде: введу его ещё раз</translation>
    </message>
    <message>
        <source>Synchronise now</source>
        <translation>Синхронизировать сейчас</translation>
    </message>
    <message>
        <source>Open the outbox</source>
        <translation>Открыть исходящие</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Войти…</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Скопировать отчёт</translation>
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
        <translation>Название</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Орган</translation>
    </message>
    <message>
        <source>Draft id</source>
        <translation>Идентификатор проекта</translation>
    </message>
    <message>
        <source>Digest of what was signed</source>
        <translation>Хеш подписанного</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Подписи</translation>
    </message>
    <message>
        <source>Verified on</source>
        <translation>Проверено</translation>
    </message>
    <message>
        <source>Digest of the file</source>
        <translation>Хеш файла</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%n annex(es)</source>
        <translation>
            <numerusform>%n приложение</numerusform>
            <numerusform>%n приложения</numerusform>
            <numerusform>%n приложений</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed, not sent yet</source>
        <translation>Подписано, ещё не отправлено</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Ещё не отправлено</translation>
    </message>
    <message>
        <source>Answer not known</source>
        <translation>Ответ неизвестен</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Не принято</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>Ограниченного распространения</translation>
    </message>
    <message>
        <source>Round {0} · {1} of {2} answered</source>
        <translation>Круг {0} · ответы {1}/{2}</translation>
    </message>
    <message numerus="yes">
        <source>%n by silence</source>
        <translation>
            <numerusform>%n молчанием</numerusform>
            <numerusform>%n молчанием</numerusform>
            <numerusform>%n молчанием</numerusform>
        </translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Решение</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Распоряжение</translation>
    </message>
    <message>
        <source>Council decision</source>
        <translation>Решение Кенгаша</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Черновик</translation>
    </message>
    <message>
        <source>In agreement</source>
        <translation>На согласовании</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Возвращён</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>Согласован</translation>
    </message>
    <message>
        <source>With the deputy</source>
        <translation>У заместителя</translation>
    </message>
    <message>
        <source>Legal review</source>
        <translation>Правовая экспертиза</translation>
    </message>
    <message>
        <source>Ready to sign</source>
        <translation>На подпись</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Подписан</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>Зарегистрирован</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Опубликован</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Отклонён</translation>
    </message>
    <message>
        <source>No longer in force</source>
        <translation>Утратил силу</translation>
    </message>
    <message>
        <source>To sign</source>
        <translation>Подписать</translation>
    </message>
    <message>
        <source>To agree</source>
        <translation>Согласовать</translation>
    </message>
    <message>
        <source>Returned to me</source>
        <translation>Возвращены</translation>
    </message>
    <message>
        <source>With others</source>
        <translation>У других</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Завершены</translation>
    </message>
    <message>
        <source>All drafts</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>No answer yet</source>
        <translation>Ответа ещё нет</translation>
    </message>
    <message>
        <source>Agreed</source>
        <comment>the answer of an organisation</comment>
        <translation>Согласовано</translation>
    </message>
    <message>
        <source>Agreed with a note</source>
        <translation>Согласовано с замечанием</translation>
    </message>
    <message>
        <source>Objected</source>
        <translation>Возражение</translation>
    </message>
    <message>
        <source>Deemed agreed</source>
        <translation>Считается согласованным</translation>
    </message>
    <message>
        <source>Signature checked</source>
        <translation>Подпись проверена</translation>
    </message>
    <message>
        <source>Signature checked, for the earlier version</source>
        <translation>Подпись проверена, для прежней редакции</translation>
    </message>
    <message>
        <source>No signature: the term passed in silence</source>
        <translation>Без подписи: срок прошёл без ответа</translation>
    </message>
    <message>
        <source>Answer awaited</source>
        <translation>Ожидается ответ</translation>
    </message>
    <message>
        <source>Covers another version</source>
        <translation>Относится к другой редакции</translation>
    </message>
    <message>
        <source>Signature invalid</source>
        <translation>Подпись недействительна</translation>
    </message>
    <message>
        <source>Signature missing</source>
        <translation>Подписи нет</translation>
    </message>
    <message>
        <source>Signature could not be fully checked</source>
        <translation>Подпись не удалось полностью проверить</translation>
    </message>
    <message>
        <source>Signature not checked yet</source>
        <translation>Подпись ещё не проверена</translation>
    </message>
    <message>
        <source>Sign in to sign or answer.</source>
        <translation>Войдите, чтобы подписать или ответить.</translation>
    </message>
    <message>
        <source>Nothing is asked of you here.</source>
        <translation>Здесь от вас ничего не требуется.</translation>
    </message>
    <message>
        <source>You have done your part.</source>
        <translation>Вы свою часть выполнили.</translation>
    </message>
    <message>
        <source>This draft is finished.</source>
        <translation>Работа над этим проектом завершена.</translation>
    </message>
    <message>
        <source>Signed; it waits in the outbox to be sent.</source>
        <translation>Подписано; ждёт отправки в исходящих.</translation>
    </message>
    <message>
        <source>Sent; the registry&apos;s answer is not known yet. It is being settled.</source>
        <translation>Отправлено; ответ реестра пока неизвестен. Выясняется.</translation>
    </message>
    <message>
        <source>The signatures of the trail are being checked.</source>
        <translation>Проверяются подписи листа согласования.</translation>
    </message>
    <message>
        <source>Not all files are on this station yet.</source>
        <translation>Ещё не все файлы получены на этот компьютер.</translation>
    </message>
    <message>
        <source>The trail has a signature that is not good. Look at the right side.</source>
        <translation>В листе согласования есть ненадёжная подпись. Посмотрите на панель справа.</translation>
    </message>
    <message>
        <source>good</source>
        <translation>в порядке</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>внимание</translation>
    </message>
    <message>
        <source>not good</source>
        <translation>не в порядке</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>проверяется</translation>
    </message>
    <message>
        <source>Opening the token</source>
        <translation>Открывается токен</translation>
    </message>
    <message>
        <source>Signing on the token</source>
        <translation>Подпись на токене</translation>
    </message>
    <message>
        <source>Building the package</source>
        <translation>Формирование пакета</translation>
    </message>
    <message>
        <source>Verifying what was signed</source>
        <translation>Проверка подписанного</translation>
    </message>
    <message>
        <source>Keeping it in the outbox</source>
        <translation>Сохранение в исходящих</translation>
    </message>
    <message>
        <source>Sending to the registry</source>
        <translation>Отправка в реестр</translation>
    </message>
    <message>
        <source>Waiting for number and date</source>
        <translation>Ожидание номера и даты</translation>
    </message>
    <message>
        <source>Signed package</source>
        <translation>Подписанный пакет</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Ответ</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Замечание</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Возврат</translation>
    </message>
    <message>
        <source>Rejection</source>
        <translation>Отклонение</translation>
    </message>
    <message>
        <source>Signed, not yet time-stamped</source>
        <translation>Подписано, ещё без штампа времени</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Ожидает отправки</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Отправляется</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Принято</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Действительна</translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation>Недействительна</translation>
    </message>
    <message>
        <source>Indeterminate</source>
        <translation>Не определено</translation>
    </message>
    <message>
        <source>Not connected yet</source>
        <translation>Ещё нет подключения</translation>
    </message>
    <message>
        <source>Connected to the registry</source>
        <translation>Есть связь с реестром</translation>
    </message>
    <message>
        <source>Synchronising</source>
        <translation>Синхронизация</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Офлайн</translation>
    </message>
    <message>
        <source>Sign-in needed</source>
        <translation>Нужно войти</translation>
    </message>
    <message>
        <source>The token does not tell how many tries remain.</source>
        <translation>Токен не сообщает, сколько попыток осталось.</translation>
    </message>
    <message>
        <source>Several tries remain.</source>
        <translation>Осталось несколько попыток.</translation>
    </message>
    <message>
        <source>A wrong PIN was entered before; few tries remain.</source>
        <translation>Ранее был введён неверный PIN-код; попыток осталось мало.</translation>
    </message>
    <message>
        <source>Last try: one more wrong PIN locks the token.</source>
        <translation>Последняя попытка: ещё один неверный PIN-код заблокирует токен.</translation>
    </message>
    <message>
        <source>The token is locked and takes no PIN.</source>
        <translation>Токен заблокирован и не принимает PIN-код.</translation>
    </message>
    <message>
        <source>A wrong code was entered before; few tries remain.</source>
        <translation>Ранее был введён неверный код; попыток осталось мало.</translation>
    </message>
    <message>
        <source>Last try: after one more wrong code nobody can unblock this token.</source>
        <translation>Последняя попытка: после ещё одного неверного кода этот токен никто не разблокирует.</translation>
    </message>
    <message>
        <source>The token takes no unblocking code any more.</source>
        <translation>Токен больше не принимает код разблокировки.</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>просрочен на %n день</numerusform>
            <numerusform>просрочен на %n дня</numerusform>
            <numerusform>просрочен на %n дней</numerusform>
        </translation>
    </message>
    <message>
        <source>due today</source>
        <translation>срок сегодня</translation>
    </message>
    <message>
        <source>due tomorrow</source>
        <translation>срок завтра</translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>через %n день</numerusform>
            <numerusform>через %n дня</numerusform>
            <numerusform>через %n дней</numerusform>
        </translation>
    </message>
    <message>
        <source>Given here; it waits in the outbox to be sent.</source>
        <translation>Дан здесь; ждёт отправки в исходящих.</translation>
    </message>
    <message>
        <source>Returned or rejected here; it waits in the outbox to be sent.</source>
        <translation>Возвращено или отклонено здесь; ждёт отправки в исходящих.</translation>
    </message>
    <message>
        <source>Return not sent yet</source>
        <translation>Возврат ещё не отправлен</translation>
    </message>
    <message>
        <source>Rejection not sent yet</source>
        <translation>Отклонение ещё не отправлено</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Отозвано</translation>
    </message>
    <message>
        <source>Done before, elsewhere</source>
        <translation>Сделано раньше, в другом месте</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>только что</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n минута</numerusform>
            <numerusform>%n минуты</numerusform>
            <numerusform>%n минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n час</numerusform>
            <numerusform>%n часа</numerusform>
            <numerusform>%n часов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n день</numerusform>
            <numerusform>%n дня</numerusform>
            <numerusform>%n дней</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft, not handed in</source>
        <translation>Черновик, не подано</translation>
    </message>
    <message>
        <source>Sent</source>
        <comment>a remark</comment>
        <translation>Отправлено</translation>
    </message>
    <message>
        <source>Its place is unchanged, page {0}.</source>
        <translation>Место не изменилось, страница {0}.</translation>
    </message>
    <message>
        <source>Its place moved to page {0}.</source>
        <translation>Место теперь на странице {0}.</translation>
    </message>
    <message>
        <source>The words it was about are gone.</source>
        <translation>Слов, к которым оно относилось, больше нет.</translation>
    </message>
    <message>
        <source>Its place could not be looked for yet.</source>
        <translation>Место пока не удалось найти.</translation>
    </message>
    <message>
        <source>the term has passed</source>
        <translation>срок истёк</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>остался %n день</numerusform>
            <numerusform>осталось %n дня</numerusform>
            <numerusform>осталось %n дней</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) left</source>
        <translation>
            <numerusform>остался %n час</numerusform>
            <numerusform>осталось %n часа</numerusform>
            <numerusform>осталось %n часов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>осталась %n минута</numerusform>
            <numerusform>осталось %n минуты</numerusform>
            <numerusform>осталось %n минут</numerusform>
        </translation>
    </message>
    <message>
        <source>silence has agreed</source>
        <translation>согласовано молчанием</translation>
    </message>
    <message>
        <source>The term passed on {0}: deemed agreed.</source>
        <translation>Срок истёк {0}: считается согласованным.</translation>
    </message>
    <message>
        <source>Silence counts as agreement on {0}</source>
        <translation>Молчание считается согласием с {0}</translation>
    </message>
    <message>
        <source>page {0} before</source>
        <translation>раньше на странице {0}</translation>
    </message>
    <message>
        <source>page {0}, before {1}</source>
        <translation>страница {0}, раньше {1}</translation>
    </message>
    <message>
        <source>version {0}</source>
        <translation>редакция {0}</translation>
    </message>
    <message>
        <source>page {0}</source>
        <translation>страница {0}</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>Исход неизвестен</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>сразу</translation>
    </message>
    <message numerus="yes">
        <source>in %n minute(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>за %n минуту</numerusform>
            <numerusform>за %n минуты</numerusform>
            <numerusform>за %n минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n hour(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>за %n час</numerusform>
            <numerusform>за %n часа</numerusform>
            <numerusform>за %n часов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>за %n день</numerusform>
            <numerusform>за %n дня</numerusform>
            <numerusform>за %n дней</numerusform>
        </translation>
    </message>
    <message>
        <source>A newer version is here. Only that one can be signed or answered.</source>
        <translation>Есть новая редакция. Подписать можно только её, ответить — только на неё.</translation>
    </message>
    <message>
        <source>New since round %1 (version %2)</source>
        <translation>Новое после круга %1 (редакция %2)</translation>
    </message>
    <message>
        <source>Changed since round %1 (version %2)</source>
        <translation>Изменено после круга %1 (редакция %2)</translation>
    </message>
    <message numerus="yes">
        <source>Round %1, version %2: %n organisation(s) asked</source>
        <translation>
            <numerusform>Круг %1, редакция %2: запрошена %n организация</numerusform>
            <numerusform>Круг %1, редакция %2: запрошены %n организации</numerusform>
            <numerusform>Круг %1, редакция %2: запрошено %n организаций</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Round %1: %n answered, the last one</source>
        <translation>
            <numerusform>Круг %1: %n ответ, это последний</numerusform>
            <numerusform>Круг %1: %n ответа, это последний</numerusform>
            <numerusform>Круг %1: %n ответов, это последний</numerusform>
        </translation>
    </message>
    <message>
        <source>Tried to sign here</source>
        <translation>Здесь пробовали подписать</translation>
    </message>
    <message>
        <source>Tried to answer here</source>
        <translation>Здесь пробовали дать ответ</translation>
    </message>
    <message>
        <source>Making the report</source>
        <translation>Подготовка отчёта</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>Запись отчёта</translation>
    </message>
    <message>
        <source>Drafts in outbox</source>
        <translation>Проекты в исходящих</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>What changed</source>
        <translation>Что изменилось</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Сравнение…</translation>
    </message>
    <message>
        <source>Whole text</source>
        <translation>Весь текст</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Text with its changes</source>
        <translation>Текст с изменениями</translation>
    </message>
    <message>
        <source>Previous change</source>
        <translation>Предыдущее изменение</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>Следующее изменение</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>Ничего не изменилось.</translation>
    </message>
    <message>
        <source>Change {0} of {1}</source>
        <translation>Изменение {0} из {1}</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) in the text</source>
        <translation>
            <numerusform>%n изменение в тексте</numerusform>
            <numerusform>%n изменения в тексте</numerusform>
            <numerusform>%n изменений в тексте</numerusform>
        </translation>
    </message>
    <message>
        <source>⊕ came in (underlined) · ⊖ went out (struck through) · ↶ ↷ moved</source>
        <translation>⊕ добавлено (подчёркнуто) · ⊖ убрано (зачёркнуто) · ↶ ↷ перенесено</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Рядом</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Было</translation>
    </message>
    <message>
        <source>to</source>
        <translation>стало</translation>
    </message>
    <message>
        <source>Older version</source>
        <translation>Более старая редакция</translation>
    </message>
    <message>
        <source>Newer version</source>
        <translation>Более новая редакция</translation>
    </message>
    <message>
        <source>Two versions side by side</source>
        <translation>Две редакции рядом</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>Редакция {0}</translation>
    </message>
    <message>
        <source>{0}, which you answered</source>
        <translation>{0}, на которую вы ответили</translation>
    </message>
    <message>
        <source>{0}, the present one</source>
        <translation>{0}, нынешняя</translation>
    </message>
    <message>
        <source>{0}, not on this station</source>
        <translation>{0}, нет на этом компьютере</translation>
    </message>
</context>
<context>
    <name>RemarkEditor</name>
    <message>
        <source>A remark on version {0}; there is a newer one. It is kept, and can be made again there.</source>
        <translation>Замечание к редакции {0}; есть более новая. Оно сохранено, и его можно повторить там.</translation>
    </message>
    <message>
        <source>Hand in</source>
        <translation>Подать</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Your remark</source>
        <translation>Ваше замечание</translation>
    </message>
    <message>
        <source>Your remark; it is kept as you type</source>
        <translation>Ваше замечание; сохраняется по мере ввода</translation>
    </message>
    <message>
        <source>Your answer waits to be sent; after it the registry takes no remark. To hand this in, take the answer back in the outbox first.</source>
        <translation>Ваш ответ ждёт отправки, после него реестр замечаний не принимает. Чтобы подать это замечание, сначала отзовите ответ в исходящих.</translation>
    </message>
    <message>
        <source>The registry takes no remark of yours on this version any more. The words are kept here; copy them to use them elsewhere, or delete them.</source>
        <translation>Реестр больше не принимает ваших замечаний к этой редакции. Текст сохранён здесь: скопируйте его, чтобы использовать в другом месте, или удалите.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
</context>
<context>
    <name>RemarksPanel</name>
    <message>
        <source>Your remark on version {0}:</source>
        <translation>Ваше замечание к редакции {0}:</translation>
    </message>
    <message numerus="yes">
        <source>%n more after this one.</source>
        <translation>
            <numerusform>После этого ещё %n.</numerusform>
            <numerusform>После этого ещё %n.</numerusform>
            <numerusform>После этого ещё %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remark on this page</source>
        <translation>Замечание к этой странице</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Не нужно</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Замечания</translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>No remarks yet. Select words on a page, with the mouse or with {1} and the arrows, and press {0} to make one.</source>
        <translation>Замечаний ещё нет. Выделите слова на странице мышью или клавишей {1} и стрелками и нажмите {0}.</translation>
    </message>
</context>
<context>
    <name>CompareModel</name>
    <message>
        <source>Change {0} of {1}</source>
        <translation>Изменение {0} из {1}</translation>
    </message>
    <message>
        <source>went out: {0}</source>
        <translation>убрано: {0}</translation>
    </message>
    <message>
        <source>came in: {0}</source>
        <translation>добавлено: {0}</translation>
    </message>
    <message>
        <source>moved from here: {0}</source>
        <translation>перенесено отсюда: {0}</translation>
    </message>
    <message>
        <source>moved here: {0}</source>
        <translation>перенесено сюда: {0}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>ничего</translation>
    </message>
</context>
<context>
    <name>papers</name>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Сохранено: %1</translation>
    </message>
    <message>
        <source>Agreement sheet</source>
        <translation>Лист согласования</translation>
    </message>
    <message>
        <source>Signed package</source>
        <translation>Подписанный пакет</translation>
    </message>
    <message>
        <source>Printing…</source>
        <translation>Печать…</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>Отправлено на принтер.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Документ</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Орган</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>Регистрационный номер</translation>
    </message>
    <message>
        <source>Registered on</source>
        <translation>Дата регистрации</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Разработчик проекта</translation>
    </message>
    <message>
        <source>To be signed by</source>
        <translation>Подписывает</translation>
    </message>
    <message>
        <source>Version and round</source>
        <translation>Редакция и круг</translation>
    </message>
    <message>
        <source>Draft id</source>
        <translation>Идентификатор проекта</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>Круг %1</translation>
    </message>
    <message>
        <source>Nobody was asked for agreement.</source>
        <translation>Согласование ни у кого не запрашивалось.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Файлы</translation>
    </message>
    <message>
        <source>Digest of this version</source>
        <translation>Хеш этой редакции</translation>
    </message>
    <message>
        <source>This sheet tells what the registry&apos;s trail said and what came of checking its signatures. What proves them is the signed package, not this paper.</source>
        <translation>Этот лист передаёт согласование по данным реестра и результат проверки его подписей. Доказательством служит подписанный пакет, а не эта бумага.</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Организация</translation>
    </message>
    <message>
        <source>Official</source>
        <translation>Должностное лицо</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Решение</translation>
    </message>
    <message>
        <source>Received and answered</source>
        <translation>Получено и дан ответ</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Замечание</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Подпись</translation>
    </message>
    <message>
        <source>due %1</source>
        <translation>срок %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>редакция %1</translation>
    </message>
    <message>
        <source>Annex %1</source>
        <translation>Приложение %1</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Made on %1 with %2</source>
        <translation>Составлено %1 программой %2</translation>
    </message>
    <message>
        <source>%1 by a time-stamp</source>
        <translation>%1 по штампу времени</translation>
    </message>
    <message>
        <source>%1 by the signer&apos;s own clock</source>
        <translation>%1 по часам подписавшего</translation>
    </message>
    <message>
        <source>Certificate of %1</source>
        <translation>Сертификат выдан: %1</translation>
    </message>
    <message>
        <source>No. %1</source>
        <translation>№ %1</translation>
    </message>
    <message>
        <source>Certificates not revoked, as of %1</source>
        <translation>Сертификаты не отозваны, по данным на %1</translation>
    </message>
    <message>
        <source>The earlier file and its signature are kept as: %1</source>
        <translation>Прежний файл вместе с подписью сохранён под именем: %1</translation>
    </message>
</context>
<context>
    <name>MoreMenu</name>
    <message>
        <source>More</source>
        <translation>Ещё</translation>
    </message>
    <message>
        <source>Can I sign now?</source>
        <translation>Могу ли я сейчас подписать?</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Печать…</translation>
    </message>
    <message>
        <source>Save this file…</source>
        <translation>Сохранить этот файл…</translation>
    </message>
    <message>
        <source>Save the agreement sheet…</source>
        <translation>Сохранить лист согласования…</translation>
    </message>
    <message>
        <source>Save the signed package…</source>
        <translation>Сохранить подписанный пакет…</translation>
    </message>
    <message>
        <source>Set up this station…</source>
        <translation>Настроить рабочее место…</translation>
    </message>
    <message>
        <source>Print the agreement sheet…</source>
        <translation>Печать листа согласования…</translation>
    </message>
</context>
<context>
    <name>ReadinessDialog</name>
    <message>
        <source>Can I sign now?</source>
        <translation>Могу ли я сейчас подписать?</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Проверить снова</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>No, not yet</source>
        <translation>Нет, пока нельзя</translation>
    </message>
    <message>
        <source>What stands in the way: %1</source>
        <translation>Что мешает: %1</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Проверяется…</translation>
    </message>
    <message>
        <source>Everything that signing needs is being looked at.</source>
        <translation>Проверяется всё, что нужно для подписания.</translation>
    </message>
    <message>
        <source>Yes, you can sign now</source>
        <translation>Да, сейчас можно подписать</translation>
    </message>
    <message>
        <source>Something else needs a look; it stops no signature.</source>
        <translation>Кое-что ещё требует внимания; подписывать это не мешает.</translation>
    </message>
    <message>
        <source>Everything that signing needs is in order.</source>
        <translation>Всё, что нужно для подписания, в порядке.</translation>
    </message>
    <message>
        <source>Token and certificate</source>
        <translation>Токен и сертификат</translation>
    </message>
    <message>
        <source>Registry and clock</source>
        <translation>Реестр и часы</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
    <message>
        <source>Time-stamps and outbox</source>
        <translation>Штампы времени и исходящие</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Войти…</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Исходящие</translation>
    </message>
    <message>
        <source>Synchronise</source>
        <translation>Синхронизировать</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>Настроить…</translation>
    </message>
</context>
<context>
    <name>KeysAction</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
</context>
<context>
    <name>LookMenu</name>
    <message>
        <source>As the desktop</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Крупнее текст</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Мельче текст</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Размер текста</translation>
    </message>
    <message>
        <source>Usual text size</source>
        <translation>Обычный размер текста</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Меньше движения</translation>
    </message>
    <message>
        <source>Tell me what is new</source>
        <translation>Сообщать о новом</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
    <message>
        <source>Tab goes from part to part, the arrow keys move within a list.</source>
        <translation>Tab переходит от части к части, стрелки — внутри списка.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>Что они делают</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>Следующая часть окна</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>Предыдущая часть окна</translation>
    </message>
    <message>
        <source>Another line of a list; scroll the pages</source>
        <translation>Другая строка списка; прокрутка страниц</translation>
    </message>
    <message>
        <source>Open what is chosen; press the highlighted button</source>
        <translation>Открыть выбранное; нажать выделенную кнопку</translation>
    </message>
    <message>
        <source>Press a button, tick a box; next screen of a page</source>
        <translation>Нажать кнопку, поставить галочку; следующий экран страницы</translation>
    </message>
    <message>
        <source>Close a dialog, end a search</source>
        <translation>Закрыть окно, завершить поиск</translation>
    </message>
    <message>
        <source>Next place found in the document</source>
        <translation>Следующее найденное место в документе</translation>
    </message>
    <message>
        <source>Previous place found in the document</source>
        <translation>Предыдущее найденное место в документе</translation>
    </message>
    <message>
        <source>Select words on a page by keys</source>
        <translation>Выделять слова на странице клавишами</translation>
    </message>
    <message>
        <source>Copy the selected words</source>
        <translation>Скопировать выделенные слова</translation>
    </message>
    <message>
        <source>Take back what was just done</source>
        <translation>Отменить только что сделанное</translation>
    </message>
</context>
<context>
    <name>SetupDialog</name>
    <message>
        <source>The registry answered. Its address is kept.</source>
        <translation>Реестр ответил. Его адрес сохранён.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Проверяется…</translation>
    </message>
    <message>
        <source>Set up this station</source>
        <translation>Настройка рабочего места</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Шаги</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Позже</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Пропустить</translation>
    </message>
    <message>
        <source>Use and try</source>
        <translation>Применить и проверить</translation>
    </message>
    <message>
        <source>Address of the registry</source>
        <translation>Адрес реестра</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Войти…</translation>
    </message>
    <message>
        <source>Look at the token</source>
        <translation>Проверить токен</translation>
    </message>
    <message>
        <source>The window&apos;s words; documents stay as they are.</source>
        <translation>Язык окна; документы остаются как есть.</translation>
    </message>
    <message>
        <source>Your office has set the address; it can be tried here.</source>
        <translation>Адрес задала ваша организация; здесь его можно проверить.</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>Your IT staff knows the address. Without it you can look around and verify files.</source>
        <translation>Адрес знают ИТ-специалисты. Без него можно осмотреться и проверять файлы.</translation>
    </message>
    <message>
        <source>With your token and its PIN. The PIN is asked for in a window of its own.</source>
        <translation>С токеном и его PIN-кодом. PIN-код запрашивается в отдельном окне.</translation>
    </message>
    <message>
        <source>No PIN is needed for this, and nothing is signed.</source>
        <translation>PIN-код для этого не нужен, и ничего не подписывается.</translation>
    </message>
    <message>
        <source>done</source>
        <translation>готово</translation>
    </message>
    <message>
        <source>open</source>
        <translation>не пройден</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далее</translation>
    </message>
    <message>
        <source>Asking the registry…</source>
        <translation>Запрашивается реестр…</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Реестр</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Вход</translation>
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
        <translation>Отменить</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>There is a new draft to sign.</source>
        <translation>Есть новый проект на подпись.</translation>
    </message>
    <message>
        <source>The registry has refused an entry of the outbox.</source>
        <translation>Реестр отказал в приёме записи из исходящих.</translation>
    </message>
    <message>
        <source>To sign: %1</source>
        <translation>На подпись: %1</translation>
    </message>
    <message>
        <source>There is a new draft to agree.</source>
        <translation>Есть новый проект на согласование.</translation>
    </message>
    <message>
        <source>Open the window</source>
        <translation>Открыть окно</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>Закрыть программу</translation>
    </message>
    <message>
        <source>To agree: %1</source>
        <translation>На согласование: %1</translation>
    </message>
</context>
<context>
    <name>dropping</name>
    <message>
        <source>Packages, PDFs and signatures</source>
        <translation>Пакеты, PDF и подписи</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Все файлы</translation>
    </message>
    <message>
        <source>Let go to have it verified</source>
        <translation>Отпустите, чтобы проверить</translation>
    </message>
</context>
<context>
    <name>ReportSignDialog</name>
    <message>
        <source>Sign the report</source>
        <translation>Подписать отчёт</translation>
    </message>
    <message>
        <source>Sign the verification report</source>
        <translation>Подписать отчёт о проверке</translation>
    </message>
    <message>
        <source>The report names you as the one who verified this file. It is signed with your token, verified and written here; nothing is sent anywhere.</source>
        <translation>В отчёте сказано, что этот файл проверили вы. Он подписывается вашим токеном, проверяется и записывается здесь; никуда ничего не отправляется.</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>Digest of the file</source>
        <translation>Хеш файла</translation>
    </message>
    <message>
        <source>Will be written to</source>
        <translation>Куда будет записан</translation>
    </message>
    <message>
        <source>Sign and write</source>
        <translation>Подписать и записать</translation>
    </message>
    <message>
        <source>The report is signed and written</source>
        <translation>Отчёт подписан и записан</translation>
    </message>
    <message>
        <source>Its signature is beside it; viewers of PDF cannot check national ones:</source>
        <translation>Его подпись лежит рядом; программы для PDF не умеют проверять национальные подписи:</translation>
    </message>
    <message>
        <source>Give it away as it is: any change to it breaks its signature.</source>
        <translation>Передавайте его без изменений: любая правка нарушит подпись.</translation>
    </message>
</context>
<context>
    <name>RunningPage</name>
    <message>
        <source>Signing</source>
        <translation>Подписание</translation>
    </message>
    <message>
        <source>This key wants the PIN for each signature. Now for signature {0}.</source>
        <translation>Этот ключ требует PIN-код для каждой подписи. Сейчас для подписи № {0}.</translation>
    </message>
    <message>
        <source>Signed and kept on this station: it will be sent even if the window is closed or the connection is lost. It can no longer be taken back here.</source>
        <translation>Подписано и сохранено на этом компьютере: будет отправлено, даже если закрыть окно или пропадёт связь. Отменить это здесь уже нельзя.</translation>
    </message>
    <message>
        <source>Being cancelled. The token finishes what it is doing; nothing is kept or sent.</source>
        <translation>Отменяется. Токен завершает начатое; ничего не сохраняется и не отправляется.</translation>
    </message>
    <message>
        <source>Nothing leaves this station yet; it can still be cancelled.</source>
        <translation>Пока ничего не покидает этот компьютер; ещё можно отменить.</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>done</source>
        <translation>выполнено</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>выполняется</translation>
    </message>
    <message>
        <source>stopped here</source>
        <translation>остановлено здесь</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>предстоит</translation>
    </message>
</context>
<context>
    <name>ReportRunningPage</name>
    <message>
        <source>Signing the report</source>
        <translation>Отчёт подписывается</translation>
    </message>
    <message>
        <source>It is signed and being written; that can no longer be cancelled.</source>
        <translation>Отчёт подписан и записывается; отменить это уже нельзя.</translation>
    </message>
    <message>
        <source>Being cancelled. The token finishes what it is doing; nothing is written.</source>
        <translation>Отменяется. Токен закончит начатое; ничего не будет записано.</translation>
    </message>
    <message>
        <source>Nothing is written yet; it can still be cancelled.</source>
        <translation>Пока ничего не записано; это ещё можно отменить.</translation>
    </message>
</context>
<context>
    <name>SignerDialog</name>
    <message>
        <source>Who signs</source>
        <translation>Кто подписывает</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>SteppedDialog</name>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>ChoiceMenu</name>
    <message>
        <source>Set by your administrator</source>
        <translation>Задано администратором</translation>
    </message>
</context>
<context>
    <name>tab_arrows</name>
    <message>
        <source>Files before these</source>
        <translation>Предыдущие файлы</translation>
    </message>
    <message>
        <source>Files after these</source>
        <translation>Следующие файлы</translation>
    </message>
</context>
<context>
    <name>file_names</name>
    <message>
        <source>“%1” is there already. Replace it?</source>
        <translation>«%1» уже есть. Заменить?</translation>
    </message>
</context>
<context>
    <name>SeveralButton</name>
    <message numerus="yes">
        <source>Sign %n selected…</source>
        <translation>
            <numerusform>Подписать выбранные: %n…</numerusform>
            <numerusform>Подписать выбранные: %n…</numerusform>
            <numerusform>Подписать выбранные: %n…</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign several…</source>
        <translation>Подписать несколько…</translation>
    </message>
    <message numerus="yes">
        <source>Selected: %n…</source>
        <translation>
            <numerusform>Выбрано: %n…</numerusform>
            <numerusform>Выбрано: %n…</numerusform>
            <numerusform>Выбрано: %n…</numerusform>
        </translation>
    </message>
    <message>
        <source>Several…</source>
        <translation>Несколько…</translation>
    </message>
    <message>
        <source>Select several drafts, or sign from the whole group</source>
        <translation>Выберите несколько проектов или подпишите из всей группы</translation>
    </message>
</context>
<context>
    <name>Groups</name>
    <message numerus="yes">
        <source>%1, %n draft(s)</source>
        <translation>
            <numerusform>%1, %n проект</numerusform>
            <numerusform>%1, %n проекта</numerusform>
            <numerusform>%1, %n проектов</numerusform>
        </translation>
    </message>
</context>
</TS>
