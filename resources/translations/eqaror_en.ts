<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ReportDialog</name>
    <message numerus="yes">
        <source>Too many at a time: %n file(s) were not looked at.</source>
        <translation>
            <numerusform>Too many at a time: %n file was not looked at.</numerusform>
            <numerusform>Too many at a time: %n files were not looked at.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AgreeDialog</name>
    <message numerus="yes">
        <source>%n remark(s) of yours on this version are not handed in. After the answer they cannot be.</source>
        <translation>
            <numerusform>%n remark of yours on this version is not handed in. After the answer it cannot be.</numerusform>
            <numerusform>%n remarks of yours on this version are not handed in. After the answer they cannot be.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActionBar</name>
    <message numerus="yes">
        <source>Your signature covers the text, %n annex(es) and the trail.</source>
        <translation>
            <numerusform>Your signature covers the text, %n annex and the trail.</numerusform>
            <numerusform>Your signature covers the text, %n annexes and the trail.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>%n not ticked.</source>
        <translation>
            <numerusform>%n not ticked.</numerusform>
            <numerusform>%n not ticked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s) with one PIN</source>
        <translation>
            <numerusform>Sign %n document with one PIN</numerusform>
            <numerusform>Sign %n documents with one PIN</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign %n document(s)</source>
        <translation>
            <numerusform>Sign %n document</numerusform>
            <numerusform>Sign %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signed and in the outbox.</source>
        <translation>
            <numerusform>%n signed and in the outbox.</numerusform>
            <numerusform>%n signed and in the outbox.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not signed.</source>
        <translation>
            <numerusform>%n not signed.</numerusform>
            <numerusform>%n not signed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with unknown outcome: the token gave no answer.</source>
        <translation>
            <numerusform>%n with unknown outcome: the token gave no answer.</numerusform>
            <numerusform>%n with unknown outcome: the token gave no answer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n registered.</source>
        <translation>
            <numerusform>%n registered.</numerusform>
            <numerusform>%n registered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n had been signed already.</source>
        <translation>
            <numerusform>%n had been signed already.</numerusform>
            <numerusform>%n had been signed already.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchTree</name>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CertificateCard</name>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n day left</numerusform>
            <numerusform>%n days left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CloseQuestion</name>
    <message numerus="yes">
        <source>%n more stay unsigned.</source>
        <translation>
            <numerusform>%n more stays unsigned.</numerusform>
            <numerusform>%n more stay unsigned.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n signed and kept.</source>
        <translation>
            <numerusform>%n signed and kept.</numerusform>
            <numerusform>%n signed and kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>Enter the PIN on the reader. It waits for %n more second(s).</source>
        <translation>
            <numerusform>Enter the PIN on the reader. It waits for %n more second.</numerusform>
            <numerusform>Enter the PIN on the reader. It waits for %n more seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>And %n more, see the outbox.</source>
        <translation>
            <numerusform>And %n more, see the outbox.</numerusform>
            <numerusform>And %n more, see the outbox.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message numerus="yes">
        <source>✗ %n answer(s) without a good signature.</source>
        <translation>
            <numerusform>✗ %n answer without a good signature.</numerusform>
            <numerusform>✗ %n answers without a good signature.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… %n answer(s) not checked or not given yet.</source>
        <translation>
            <numerusform>… %n answer not checked or not given yet.</numerusform>
            <numerusform>… %n answers not checked or not given yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ %n signature(s) checked</source>
        <translation>
            <numerusform>✓ %n signature checked</numerusform>
            <numerusform>✓ %n signatures checked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n agreed by silence</source>
        <translation>
            <numerusform>%n agreed by silence</numerusform>
            <numerusform>%n agreed by silence</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignDialog</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n annex(es)</source>
        <translation>
            <numerusform>%n annex</numerusform>
            <numerusform>%n annexes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next to sign: %n left</source>
        <translation>
            <numerusform>Next to sign: %n left</numerusform>
            <numerusform>Next to sign: %n left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DraftList</name>
    <message numerus="yes">
        <source>%n draft(s) selected</source>
        <translation>
            <numerusform>%n draft selected</numerusform>
            <numerusform>%n drafts selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n draft(s) received</source>
        <translation>
            <numerusform>%n draft received</numerusform>
            <numerusform>%n drafts received</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Outbox: %n refused</source>
        <translation>
            <numerusform>Outbox: %n refused</numerusform>
            <numerusform>Outbox: %n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent</source>
        <translation>
            <numerusform>%n entry unsent</numerusform>
            <numerusform>%n entries unsent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%n annex(es)</source>
        <translation>
            <numerusform>%n annex</numerusform>
            <numerusform>%n annexes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>%n day late</numerusform>
            <numerusform>%n days late</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n by silence</source>
        <translation>
            <numerusform>%n silent</numerusform>
            <numerusform>%n silent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <translation>
            <numerusform>%n day left</numerusform>
            <numerusform>%n days left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) left</source>
        <translation>
            <numerusform>%n hour left</numerusform>
            <numerusform>%n hours left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>%n minute left</numerusform>
            <numerusform>%n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n minute(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>in %n minute</numerusform>
            <numerusform>in %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n hour(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>in %n hour</numerusform>
            <numerusform>in %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <comment>how long it took</comment>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Round %1, version %2: %n organisation(s) asked</source>
        <translation>
            <numerusform>Round %1, version %2: %n organisation asked</numerusform>
            <numerusform>Round %1, version %2: %n organisations asked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Round %1: %n answered, the last one</source>
        <translation>
            <numerusform>Round %1: %n answered, the last one</numerusform>
            <numerusform>Round %1: %n answered, the last one</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message numerus="yes">
        <source>%n change(s) in the text</source>
        <translation>
            <numerusform>%n change in the text</numerusform>
            <numerusform>%n changes in the text</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemarksPanel</name>
    <message numerus="yes">
        <source>%n more after this one.</source>
        <translation>
            <numerusform>%n more after this one.</numerusform>
            <numerusform>%n more after this one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeveralButton</name>
    <message numerus="yes">
        <source>Sign %n selected…</source>
        <translation>
            <numerusform>Sign %n selected…</numerusform>
            <numerusform>Sign %n selected…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Selected: %n…</source>
        <translation>
            <numerusform>Selected: %n…</numerusform>
            <numerusform>Selected: %n…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Groups</name>
    <message numerus="yes">
        <source>%1, %n draft(s)</source>
        <translation>
            <numerusform>%1, %n draft</numerusform>
            <numerusform>%1, %n drafts</numerusform>
        </translation>
    </message>
</context>
</TS>
