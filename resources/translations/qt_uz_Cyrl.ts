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
</TS>
