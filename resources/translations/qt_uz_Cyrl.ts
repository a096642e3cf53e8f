<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="uz_Cyrl" sourcelanguage="en">
<context>
    <name>CloseButton</name>
    <message>
        <source>Close Tab</source>
        <translation>Варақни ёпиш</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Step up</source>
        <translation>&amp;Ошириш</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>&amp;Камайтириш</translation>
    </message>
    <message>
        <source>&amp;Select All</source>
        <translation>&amp;Ҳаммасини белгилаш</translation>
    </message>
</context>
<context>
    <name>QAccessibleActionInterface</name>
    <message>
        <source>Press</source>
        <translation>Босиш</translation>
    </message>
    <message>
        <source>Increase</source>
        <translation>Ошириш</translation>
    </message>
    <message>
        <source>Decrease</source>
        <translation>Камайтириш</translation>
    </message>
    <message>
        <source>ShowMenu</source>
        <translation>Менюни кўрсатиш</translation>
    </message>
    <message>
        <source>SetFocus</source>
        <translation>Фокусни ўтказиш</translation>
    </message>
    <message>
        <source>Toggle</source>
        <translation>Алмаштириш</translation>
    </message>
    <message>
        <source>Scroll Left</source>
        <translation>Чапга суриш</translation>
    </message>
    <message>
        <source>Scroll Right</source>
        <translation>Ўнгга суриш</translation>
    </message>
    <message>
        <source>Scroll Up</source>
        <translation>Юқорига суриш</translation>
    </message>
    <message>
        <source>Scroll Down</source>
        <translation>Пастга суриш</translation>
    </message>
    <message>
        <source>Previous Page</source>
        <translation>Олдинги саҳифа</translation>
    </message>
    <message>
        <source>Next Page</source>
        <translation>Кейинги саҳифа</translation>
    </message>
    <message>
        <source>Triggers the action</source>
        <translation>Амални бажаради</translation>
    </message>
    <message>
        <source>Increase the value</source>
        <translation>Қийматни оширади</translation>
    </message>
    <message>
        <source>Decrease the value</source>
        <translation>Қийматни камайтиради</translation>
    </message>
    <message>
        <source>Shows the menu</source>
        <translation>Менюни кўрсатади</translation>
    </message>
    <message>
        <source>Sets the focus</source>
        <translation>Фокусни ўтказади</translation>
    </message>
    <message>
        <source>Toggles the state</source>
        <translation>Ҳолатни алмаштиради</translation>
    </message>
    <message>
        <source>Scrolls to the left</source>
        <translation>Чапга суради</translation>
    </message>
    <message>
        <source>Scrolls to the right</source>
        <translation>Ўнгга суради</translation>
    </message>
    <message>
        <source>Scrolls up</source>
        <translation>Юқорига суради</translation>
    </message>
    <message>
        <source>Scrolls down</source>
        <translation>Пастга суради</translation>
    </message>
    <message>
        <source>Goes back a page</source>
        <translation>Олдинги саҳифага ўтади</translation>
    </message>
    <message>
        <source>Goes to the next page</source>
        <translation>Кейинги саҳифага ўтади</translation>
    </message>
</context>
<context>
    <name>QComboBox</name>
    <message>
        <source>Open the combo box selection popup</source>
        <translation>Танлаш рўйхатини очиш</translation>
    </message>
    <message>
        <source>True</source>
        <translation>Ҳа</translation>
    </message>
    <message>
        <source>False</source>
        <translation>Йўқ</translation>
    </message>
</context>
<context>
    <name>QDialog</name>
    <message>
        <source>What&apos;s This?</source>
        <translation>Бу нима?</translation>
    </message>
</context>
<context>
    <name>QDialogButtonBox</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Float</source>
        <translation>Ажратиш</translation>
    </message>
    <message>
        <source>Undocks and re-attaches the dock widget</source>
        <translation>Панелни ажратади ёки жойига қайтаради</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Ёпиш</translation>
    </message>
    <message>
        <source>Closes the dock widget</source>
        <translation>Панелни ёпади</translation>
    </message>
</context>
<context>
    <name>QErrorMessage</name>
    <message>
        <source>&amp;OK</source>
        <translation>&amp;OK</translation>
    </message>
    <message>
        <source>&amp;Show this message again</source>
        <translation>Бу хабар &amp;яна кўрсатилсин</translation>
    </message>
    <message>
        <source>Warning:</source>
        <translation>Огоҳлантириш:</translation>
    </message>
    <message>
        <source>Information:</source>
        <translation>Маълумот:</translation>
    </message>
    <message>
        <source>Critical Error:</source>
        <translation>Жиддий хато:</translation>
    </message>
    <message>
        <source>Fatal Error:</source>
        <translation>Тузатиб бўлмайдиган хато:</translation>
    </message>
    <message>
        <source>Debug Message:</source>
        <translation>Созлаш хабари:</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Жой:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>Файл &amp;тури:</translation>
    </message>
    <message>
        <source>Look in:</source>
        <translation>Жой:</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Орқага</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Орқага қайтиш</translation>
    </message>
    <message>
        <source>Alt+Left</source>
        <translation>Alt+Left</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Олдинга</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Олдинга ўтиш</translation>
    </message>
    <message>
        <source>Alt+Right</source>
        <translation>Alt+Right</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Юқори папка</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Юқори папкага ўтиш</translation>
    </message>
    <message>
        <source>Alt+Up</source>
        <translation>Alt+Up</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Янги папка яратиш</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Янги папка яратиш</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Рўйхат</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Рўйхат кўринишига ўтиш</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Батафсил</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Батафсил кўринишга ўтиш</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Ён панел</translation>
    </message>
    <message>
        <source>List of places and bookmarks</source>
        <translation>Жойлар ва хатчўплар рўйхати</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Файллар</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>Файл тури:</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Папкани топиш</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Очиш</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Бошқа ном билан сақлаш</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Папка:</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>&amp;Файл номи:</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Очиш</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Танлаш</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Сақлаш</translation>
    </message>
    <message>
        <source>All Files (*)</source>
        <translation>Барча файллар (*)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Барча файллар (*)</translation>
    </message>
    <message>
        <source>Show </source>
        <translation>Кўрсатиш: </translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Номини ўзгартириш</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Ўчириш</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>&amp;Яширин файлларни кўрсатиш</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>&amp;Янги папка</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>Янги папка</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Папкалар</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Ўчириш</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Олиб ташлаш</translation>
    </message>
    <message>
        <source>Recent Places</source>
        <translation>Сўнгги жойлар</translation>
    </message>
    <message>
        <source>My Computer</source>
        <translation>Менинг компьютерим</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Диск</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>%1 файли</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>Файллар папкаси</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Папка</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>Ёрлиқ</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Ёрлиқ</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Номаълум</translation>
    </message>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
Папка топилмади.
Папка номи тўғри ёзилганини текширинг.</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
Файл топилмади.
Файл номи тўғри ёзилганини текширинг.</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 аллақачон бор.
Унинг ўрнига ёзилсинми?</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is write protected.
Do you want to delete it anyway?</source>
        <translation>“%1” ёзишдан ҳимояланган.
Барибир ўчирилсинми?</translation>
    </message>
    <message>
        <source>Are you sure you want to delete &apos;%1&apos;?</source>
        <translation>“%1” ўчирилсинми?</translation>
    </message>
    <message>
        <source>Could not delete directory.</source>
        <translation>Папкани ўчириб бўлмади.</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>Номи</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Ҳажми</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Тури</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Тури</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Ўзгартирилган сана</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Компьютер</translation>
    </message>
    <message>
        <source>My Computer</source>
        <translation>Менинг компьютерим</translation>
    </message>
    <message>
        <source>Invalid filename</source>
        <translation>Файл номи нотўғри</translation>
    </message>
    <message>
        <source>&lt;b&gt;The name &quot;%1&quot; cannot be used.&lt;/b&gt;&lt;p&gt;Try using another name, with fewer characters or no punctuation marks.</source>
        <translation>&lt;b&gt;“%1” номини ишлатиб бўлмайди.&lt;/b&gt;&lt;p&gt;Қисқароқ ёки тиниш белгиларисиз бошқа ном ёзиб кўринг.</translation>
    </message>
</context>
<context>
    <name>QGnomeTheme</name>
    <message>
        <source>&amp;OK</source>
        <translation>&amp;OK</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Сақлаш</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Бекор қилиш</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Ёпиш</translation>
    </message>
    <message>
        <source>Close without Saving</source>
        <translation>Сақламасдан ёпиш</translation>
    </message>
</context>
<context>
    <name>QInputDialog</name>
    <message>
        <source>Enter a value:</source>
        <translation>Қийматни киритинг:</translation>
    </message>
</context>
<context>
    <name>QKeySequenceEdit</name>
    <message>
        <source>Press shortcut</source>
        <translation>Тугмаларни босинг</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Бекор қилиш</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Қайтариш</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Кесиб олиш</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Нусха олиш</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Қ&amp;ўйиш</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Ўчириш</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Ҳаммасини белгилаш</translation>
    </message>
</context>
<context>
    <name>QMessageBox</name>
    <message>
        <source>Show Details...</source>
        <translation>Тафсилотларни кўрсатиш...</translation>
    </message>
    <message>
        <source>Hide Details...</source>
        <translation>Тафсилотларни яшириш...</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сақлаш</translation>
    </message>
    <message>
        <source>Save All</source>
        <translation>Ҳаммасини сақлаш</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Очиш</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Ҳа</translation>
    </message>
    <message>
        <source>Yes to &amp;All</source>
        <translation>&amp;Ҳаммасига ҳа</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Йўқ</translation>
    </message>
    <message>
        <source>N&amp;o to All</source>
        <translation>Ҳаммасига &amp;йўқ</translation>
    </message>
    <message>
        <source>Abort</source>
        <translation>Тўхтатиш</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Қайта уриниш</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Эътибор бермаслик</translation>
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
        <source>Discard</source>
        <translation>Сақламаслик</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ёрдам</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Қўллаш</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Дастлабки ҳолатга қайтариш</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Одатдагисини тиклаш</translation>
    </message>
</context>
<context>
    <name>QProgressDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Бекор қилиш</translation>
    </message>
</context>
<context>
    <name>QScrollBar</name>
    <message>
        <source>Scroll here</source>
        <translation>Шу ерга суриш</translation>
    </message>
    <message>
        <source>Left edge</source>
        <translation>Чап четга</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Бошига</translation>
    </message>
    <message>
        <source>Right edge</source>
        <translation>Ўнг четга</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Охирига</translation>
    </message>
    <message>
        <source>Page left</source>
        <translation>Бир саҳифа чапга</translation>
    </message>
    <message>
        <source>Page up</source>
        <translation>Бир саҳифа юқорига</translation>
    </message>
    <message>
        <source>Page right</source>
        <translation>Бир саҳифа ўнгга</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Бир саҳифа пастга</translation>
    </message>
    <message>
        <source>Scroll left</source>
        <translation>Чапга суриш</translation>
    </message>
    <message>
        <source>Scroll up</source>
        <translation>Юқорига суриш</translation>
    </message>
    <message>
        <source>Scroll right</source>
        <translation>Ўнгга суриш</translation>
    </message>
    <message>
        <source>Scroll down</source>
        <translation>Пастга суриш</translation>
    </message>
</context>
<context>
    <name>QTabBar</name>
    <message>
        <source>Scroll Left</source>
        <translation>Чапга суриш</translation>
    </message>
    <message>
        <source>Scroll Right</source>
        <translation>Ўнгга суриш</translation>
    </message>
</context>
<context>
    <name>QWhatsThisAction</name>
    <message>
        <source>What&apos;s This?</source>
        <translation>Бу нима?</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Бекор қилиш</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Қайтариш</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Кесиб олиш</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Нусха олиш</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>&amp;Ҳавола манзилидан нусха олиш</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Қ&amp;ўйиш</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Ўчириш</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Ҳаммасини белгилаш</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>Диск</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>Файллар папкаси</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Папка</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Ёрлиқ</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>Ёрлиқ</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Номаълум</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>%1 файли</translation>
    </message>
</context>
<context>
    <name>QPrintDialog</name>
    <message>
        <source>Print</source>
        <translation>Чоп этиш</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Чоп этиш</translation>
    </message>
    <message>
        <source>&amp;Options &gt;&gt;</source>
        <translation>&amp;Созламалар &gt;&gt;</translation>
    </message>
    <message>
        <source>&amp;Options &lt;&lt;</source>
        <translation>&amp;Созламалар &lt;&lt;</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>All Pages</source>
        <translation>Ҳамма саҳифалар</translation>
    </message>
    <message>
        <source>Odd Pages</source>
        <translation>Тоқ саҳифалар</translation>
    </message>
    <message>
        <source>Even Pages</source>
        <translation>Жуфт саҳифалар</translation>
    </message>
    <message>
        <source>Local file</source>
        <translation>Шу компьютердаги файл</translation>
    </message>
    <message>
        <source>Print to File (PDF)</source>
        <translation>Файлга чоп этиш (PDF)</translation>
    </message>
    <message>
        <source>Print To File ...</source>
        <translation>Файлга чоп этиш ...</translation>
    </message>
    <message>
        <source>Write PDF file</source>
        <translation>PDF файлни ёзиш</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to overwrite it?</source>
        <translation>%1 аллақачон бор.
Унинг устига ёзилсинми?</translation>
    </message>
    <message>
        <source>%1 is a directory.
Please choose a different file name.</source>
        <translation>%1 – бу папка.
Бошқа файл номини танланг.</translation>
    </message>
    <message>
        <source>File %1 is not writable.
Please choose a different file name.</source>
        <translation>%1 файлига ёзиб бўлмайди.
Бошқа файл номини танланг.</translation>
    </message>
    <message>
        <source>%1 does not follow the correct syntax. Please use ',' to separate ranges and pages, '-' to define ranges and make sure ranges do not intersect with each other.</source>
        <translation>%1 нотўғри ёзилган. Саҳифалар ва оралиқларни вергул билан ажратинг, оралиқни чизиқча билан беринг; оралиқлар кесишмасин.</translation>
    </message>
    <message>
        <source>Invalid Pages Definition</source>
        <translation>Саҳифалар нотўғри берилган</translation>
    </message>
    <message>
        <source>Duplex Settings Conflicts</source>
        <translation>Икки томонли чоп этиш созламалари бир-бирига зид</translation>
    </message>
    <message>
        <source>There are conflicts in duplex settings. Do you want to fix them?</source>
        <translation>Икки томонли чоп этиш созламалари бир-бирига зид. Тузатилсинми?</translation>
    </message>
    <message>
        <source>Options 'Pages Per Sheet' and 'Page Set' cannot be used together.
Please turn one of those options off.</source>
        <translation>“Варақдаги саҳифалар” ва “Қайси саҳифалар” созламаларини бирга ишлатиб бўлмайди.
Бирини ўчиринг.</translation>
    </message>
    <message>
        <source>The 'From' value cannot be greater than the 'To' value.</source>
        <translation>Бошланғич саҳифа охиргисидан катта бўлиши мумкин эмас.</translation>
    </message>
    <message>
        <source>1 (1x1)</source>
        <translation>1 (1×1)</translation>
    </message>
    <message>
        <source>2 (2x1)</source>
        <translation>2 (2×1)</translation>
    </message>
    <message>
        <source>4 (2x2)</source>
        <translation>4 (2×2)</translation>
    </message>
    <message>
        <source>6 (2x3)</source>
        <translation>6 (2×3)</translation>
    </message>
    <message>
        <source>9 (3x3)</source>
        <translation>9 (3×3)</translation>
    </message>
    <message>
        <source>16 (4x4)</source>
        <translation>16 (4×4)</translation>
    </message>
    <message>
        <source>Left to Right, Top to Bottom</source>
        <translation>Чапдан ўнгга, юқоридан пастга</translation>
    </message>
    <message>
        <source>Left to Right, Bottom to Top</source>
        <translation>Чапдан ўнгга, пастдан юқорига</translation>
    </message>
    <message>
        <source>Right to Left, Top to Bottom</source>
        <translation>Ўнгдан чапга, юқоридан пастга</translation>
    </message>
    <message>
        <source>Right to Left, Bottom to Top</source>
        <translation>Ўнгдан чапга, пастдан юқорига</translation>
    </message>
    <message>
        <source>Top to Bottom, Left to Right</source>
        <translation>Юқоридан пастга, чапдан ўнгга</translation>
    </message>
    <message>
        <source>Top to Bottom, Right to Left</source>
        <translation>Юқоридан пастга, ўнгдан чапга</translation>
    </message>
    <message>
        <source>Bottom to Top, Left to Right</source>
        <translation>Пастдан юқорига, чапдан ўнгга</translation>
    </message>
    <message>
        <source>Bottom to Top, Right to Left</source>
        <translation>Пастдан юқорига, ўнгдан чапга</translation>
    </message>
</context>
<context>
    <name>QPrintWidget</name>
    <message>
        <source>Form</source>
        <translation>Шакл</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Принтер</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Номи:</translation>
    </message>
    <message>
        <source>P&amp;roperties</source>
        <translation>&amp;Хоссалари</translation>
    </message>
    <message>
        <source>Location:</source>
        <translation>Жойи:</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Олдиндан кўриш</translation>
    </message>
    <message>
        <source>Type:</source>
        <translation>Тури:</translation>
    </message>
    <message>
        <source>Output &amp;file:</source>
        <translation>&amp;Файл:</translation>
    </message>
    <message>
        <source>...</source>
        <translation>...</translation>
    </message>
</context>
<context>
    <name>QPrintSettingsOutput</name>
    <message>
        <source>Form</source>
        <translation>Шакл</translation>
    </message>
    <message>
        <source>Print range</source>
        <translation>Нима чоп этилади</translation>
    </message>
    <message>
        <source>Print all</source>
        <translation>Ҳаммаси</translation>
    </message>
    <message>
        <source>Pages from</source>
        <translation>Саҳифалар:</translation>
    </message>
    <message>
        <source>to</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Саҳифалар</translation>
    </message>
    <message>
        <source>Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by a hyphen. E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.</source>
        <translation>Саҳифалар ёки оралиқларни вергул билан ажратиб ёзинг. Оралиқ чизиқча билан ажратилган икки сон билан берилади. Масалан: 3,5-7,9 ёзилса, 3, 5, 6, 7 ва 9-саҳифалар чоп этилади.</translation>
    </message>
    <message>
        <source>Current Page</source>
        <translation>Жорий саҳифа</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Белгилангани</translation>
    </message>
    <message>
        <source>Page &amp;Set:</source>
        <translation>&amp;Қайси саҳифалар:</translation>
    </message>
    <message>
        <source>Page Set:</source>
        <translation>Қайси саҳифалар:</translation>
    </message>
    <message>
        <source>Output Settings</source>
        <translation>Чоп этиш созламалари</translation>
    </message>
    <message>
        <source>Copies:</source>
        <translation>Нусхалар:</translation>
    </message>
    <message>
        <source>Collate</source>
        <translation>Нусхама-нусха</translation>
    </message>
    <message>
        <source>Reverse</source>
        <translation>Тескари тартибда</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Нусхалар</translation>
    </message>
    <message>
        <source>Color Mode</source>
        <translation>Ранг</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>Рангли</translation>
    </message>
    <message>
        <source>Grayscale</source>
        <translation>Кулранг</translation>
    </message>
    <message>
        <source>Double Sided Printing</source>
        <translation>Икки томонли чоп этиш</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Ўчиқ</translation>
    </message>
    <message>
        <source>Long side binding</source>
        <translation>Узун томони бўйлаб тикилади</translation>
    </message>
    <message>
        <source>Short side binding</source>
        <translation>Қисқа томони бўйлаб тикилади</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Созламалар</translation>
    </message>
</context>
<context>
    <name>QPageSetupWidget</name>
    <message>
        <source>Form</source>
        <translation>Шакл</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Қоғоз</translation>
    </message>
    <message>
        <source>Page size:</source>
        <translation>Саҳифа ўлчами:</translation>
    </message>
    <message>
        <source>Width:</source>
        <translation>Эни:</translation>
    </message>
    <message>
        <source>Height:</source>
        <translation>Бўйи:</translation>
    </message>
    <message>
        <source>Paper source:</source>
        <translation>Қоғоз манбайи:</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Жойлашув</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Бўйига</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Энига</translation>
    </message>
    <message>
        <source>Reverse landscape</source>
        <translation>Энига, тескари</translation>
    </message>
    <message>
        <source>Reverse portrait</source>
        <translation>Бўйига, тескари</translation>
    </message>
    <message>
        <source>Margins</source>
        <translation>Ҳошиялар</translation>
    </message>
    <message>
        <source>top margin</source>
        <translation>юқори ҳошия</translation>
    </message>
    <message>
        <source>left margin</source>
        <translation>чап ҳошия</translation>
    </message>
    <message>
        <source>right margin</source>
        <translation>ўнг ҳошия</translation>
    </message>
    <message>
        <source>bottom margin</source>
        <translation>пастки ҳошия</translation>
    </message>
    <message>
        <source>Page Layout</source>
        <translation>Саҳифалар жойлашуви</translation>
    </message>
    <message>
        <source>Page order:</source>
        <translation>Саҳифалар тартиби:</translation>
    </message>
    <message>
        <source>Pages per sheet:</source>
        <translation>Варақдаги саҳифалар:</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Бошқа</translation>
    </message>
    <message>
        <source>Millimeters (mm)</source>
        <translation>Миллиметр (мм)</translation>
    </message>
    <message>
        <source>Inches (in)</source>
        <translation>Дюйм</translation>
    </message>
    <message>
        <source>Points (pt)</source>
        <translation>Пункт (пт)</translation>
    </message>
    <message>
        <source>Pica (P̸)</source>
        <translation>Пика (P̸)</translation>
    </message>
    <message>
        <source>Didot (DD)</source>
        <translation>Дидо (DD)</translation>
    </message>
    <message>
        <source>Cicero (CC)</source>
        <translation>Цицеро (CC)</translation>
    </message>
    <message>
        <source>mm</source>
        <translation>мм</translation>
    </message>
    <message>
        <source>in</source>
        <translation>дюйм</translation>
    </message>
    <message>
        <source>pt</source>
        <translation>пт</translation>
    </message>
    <message>
        <source>P̸</source>
        <translation>P̸</translation>
    </message>
    <message>
        <source>DD</source>
        <translation>DD</translation>
    </message>
    <message>
        <source>CC</source>
        <translation>CC</translation>
    </message>
    <message>
        <source>Page &amp;order:</source>
        <translation>Саҳифалар &amp;тартиби:</translation>
    </message>
    <message>
        <source>Pages &amp;per sheet:</source>
        <translation>&amp;Варақдаги саҳифалар:</translation>
    </message>
</context>
<context>
    <name>QCupsJobWidget</name>
    <message>
        <source>Job</source>
        <translation>Топшириқ</translation>
    </message>
    <message>
        <source>Job Control</source>
        <translation>Топшириқни бошқариш</translation>
    </message>
    <message>
        <source>Scheduled printing:</source>
        <translation>Чоп этиш вақти:</translation>
    </message>
    <message>
        <source>Billing information:</source>
        <translation>Тўлов маълумоти:</translation>
    </message>
    <message>
        <source>Job priority:</source>
        <translation>Муҳимлик даражаси:</translation>
    </message>
    <message>
        <source>Banner Pages</source>
        <translation>Ажратувчи варақлар</translation>
    </message>
    <message>
        <source>End:</source>
        <translation>Охирида:</translation>
    </message>
    <message>
        <source>Start:</source>
        <translation>Бошида:</translation>
    </message>
    <message>
        <source>Print Immediately</source>
        <translation>Дарҳол чоп этилсин</translation>
    </message>
    <message>
        <source>Hold Indefinitely</source>
        <translation>Ушлаб турилсин</translation>
    </message>
    <message>
        <source>Day (06:00 to 17:59)</source>
        <translation>Кундузи (06:00–17:59)</translation>
    </message>
    <message>
        <source>Night (18:00 to 05:59)</source>
        <translation>Кечаси (18:00–05:59)</translation>
    </message>
    <message>
        <source>Second Shift (16:00 to 23:59)</source>
        <translation>Иккинчи сменада (16:00–23:59)</translation>
    </message>
    <message>
        <source>Third Shift (00:00 to 07:59)</source>
        <translation>Учинчи сменада (00:00–07:59)</translation>
    </message>
    <message>
        <source>Weekend (Saturday to Sunday)</source>
        <translation>Дам олиш кунлари (шанба ва якшанба)</translation>
    </message>
    <message>
        <source>Specific Time</source>
        <translation>Белгиланган вақтда</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Йўқ</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Одатдаги</translation>
    </message>
    <message>
        <source>Unclassified</source>
        <translation>Очиқ</translation>
    </message>
    <message>
        <source>Confidential</source>
        <translation>Конфиденциал</translation>
    </message>
    <message>
        <source>Classified</source>
        <translation>Хизмат доирасида</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Махфий</translation>
    </message>
    <message>
        <source>Top Secret</source>
        <translation>Мутлақо махфий</translation>
    </message>
    <message>
        <source>Scheduled &amp;printing:</source>
        <translation>Чоп этиш &amp;вақти:</translation>
    </message>
    <message>
        <source>&amp;Billing information:</source>
        <translation>&amp;Тўлов маълумоти:</translation>
    </message>
    <message>
        <source>Job &amp;priority:</source>
        <translation>&amp;Муҳимлик даражаси:</translation>
    </message>
    <message>
        <source>&amp;Start:</source>
        <comment>Banner page at start</comment>
        <translation>&amp;Бошида:</translation>
    </message>
    <message>
        <source>&amp;End:</source>
        <comment>Banner page at end</comment>
        <translation>&amp;Охирида:</translation>
    </message>
</context>
<context>
    <name>QPrintPropertiesDialog</name>
    <message>
        <source>Printer Properties</source>
        <translation>Принтер хоссалари</translation>
    </message>
    <message>
        <source>Job Options</source>
        <translation>Топшириқ созламалари</translation>
    </message>
    <message>
        <source>Page Setup Conflicts</source>
        <translation>Саҳифа созламалари бир-бирига зид</translation>
    </message>
    <message>
        <source>There are conflicts in page setup options. Do you want to fix them?</source>
        <translation>Саҳифа созламалари бир-бирига зид. Тузатилсинми?</translation>
    </message>
    <message>
        <source>Advanced Option Conflicts</source>
        <translation>Қўшимча созламалар бир-бирига зид</translation>
    </message>
    <message>
        <source>There are conflicts in some advanced options. Do you want to fix them?</source>
        <translation>Айрим қўшимча созламалар бир-бирига зид. Тузатилсинми?</translation>
    </message>
</context>
<context>
    <name>QPrintPropertiesWidget</name>
    <message>
        <source>Form</source>
        <translation>Шакл</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Саҳифа</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Қўшимча</translation>
    </message>
    <message>
        <source>There are conflicts in some options. Please fix them.</source>
        <translation>Айрим созламалар бир-бирига зид. Уларни тузатинг.</translation>
    </message>
</context>
<context>
    <name>QCupsPrinterSupport</name>
    <message>
        <source>Authentication Needed</source>
        <translation>Кириш талаб қилинади</translation>
    </message>
    <message>
        <source>Authentication needed to use %1 on %2.</source>
        <translation>%2 даги %1 дан фойдаланиш учун кириш талаб қилинади.</translation>
    </message>
    <message>
        <source>Authentication needed to use %1.</source>
        <translation>%1 дан фойдаланиш учун кириш талаб қилинади.</translation>
    </message>
    <message>
        <source>Password:</source>
        <translation>Парол:</translation>
    </message>
    <message>
        <source>Username:</source>
        <translation>Фойдаланувчи номи:</translation>
    </message>
</context>
<context>
    <name>QPageSize</name>
    <message>
        <source>Custom (%1mm x %2mm)</source>
        <translation>Бошқа (%1 × %2 мм)</translation>
    </message>
</context>
</TS>
