<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="uz" sourcelanguage="en">
<context>
    <name>CloseButton</name>
    <message>
        <source>Close Tab</source>
        <translation>Varaqni yopish</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Step up</source>
        <translation>&amp;Oshirish</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>&amp;Kamaytirish</translation>
    </message>
    <message>
        <source>&amp;Select All</source>
        <translation>&amp;Hammasini belgilash</translation>
    </message>
</context>
<context>
    <name>QAccessibleActionInterface</name>
    <message>
        <source>Press</source>
        <translation>Bosish</translation>
    </message>
    <message>
        <source>Increase</source>
        <translation>Oshirish</translation>
    </message>
    <message>
        <source>Decrease</source>
        <translation>Kamaytirish</translation>
    </message>
    <message>
        <source>ShowMenu</source>
        <translation>Menyuni koʻrsatish</translation>
    </message>
    <message>
        <source>SetFocus</source>
        <translation>Fokusni oʻtkazish</translation>
    </message>
    <message>
        <source>Toggle</source>
        <translation>Almashtirish</translation>
    </message>
    <message>
        <source>Scroll Left</source>
        <translation>Chapga surish</translation>
    </message>
    <message>
        <source>Scroll Right</source>
        <translation>Oʻngga surish</translation>
    </message>
    <message>
        <source>Scroll Up</source>
        <translation>Yuqoriga surish</translation>
    </message>
    <message>
        <source>Scroll Down</source>
        <translation>Pastga surish</translation>
    </message>
    <message>
        <source>Previous Page</source>
        <translation>Oldingi sahifa</translation>
    </message>
    <message>
        <source>Next Page</source>
        <translation>Keyingi sahifa</translation>
    </message>
    <message>
        <source>Triggers the action</source>
        <translation>Amalni bajaradi</translation>
    </message>
    <message>
        <source>Increase the value</source>
        <translation>Qiymatni oshiradi</translation>
    </message>
    <message>
        <source>Decrease the value</source>
        <translation>Qiymatni kamaytiradi</translation>
    </message>
    <message>
        <source>Shows the menu</source>
        <translation>Menyuni koʻrsatadi</translation>
    </message>
    <message>
        <source>Sets the focus</source>
        <translation>Fokusni oʻtkazadi</translation>
    </message>
    <message>
        <source>Toggles the state</source>
        <translation>Holatni almashtiradi</translation>
    </message>
    <message>
        <source>Scrolls to the left</source>
        <translation>Chapga suradi</translation>
    </message>
    <message>
        <source>Scrolls to the right</source>
        <translation>Oʻngga suradi</translation>
    </message>
    <message>
        <source>Scrolls up</source>
        <translation>Yuqoriga suradi</translation>
    </message>
    <message>
        <source>Scrolls down</source>
        <translation>Pastga suradi</translation>
    </message>
    <message>
        <source>Goes back a page</source>
        <translation>Oldingi sahifaga oʻtadi</translation>
    </message>
    <message>
        <source>Goes to the next page</source>
        <translation>Keyingi sahifaga oʻtadi</translation>
    </message>
</context>
<context>
    <name>QComboBox</name>
    <message>
        <source>Open the combo box selection popup</source>
        <translation>Tanlash roʻyxatini ochish</translation>
    </message>
    <message>
        <source>True</source>
        <translation>Ha</translation>
    </message>
    <message>
        <source>False</source>
        <translation>Yoʻq</translation>
    </message>
</context>
<context>
    <name>QDialog</name>
    <message>
        <source>What&apos;s This?</source>
        <translation>Bu nima?</translation>
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
        <translation>Ajratish</translation>
    </message>
    <message>
        <source>Undocks and re-attaches the dock widget</source>
        <translation>Panelni ajratadi yoki joyiga qaytaradi</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Yopish</translation>
    </message>
    <message>
        <source>Closes the dock widget</source>
        <translation>Panelni yopadi</translation>
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
        <translation>Bu xabar &amp;yana koʻrsatilsin</translation>
    </message>
    <message>
        <source>Warning:</source>
        <translation>Ogohlantirish:</translation>
    </message>
    <message>
        <source>Information:</source>
        <translation>Maʼlumot:</translation>
    </message>
    <message>
        <source>Critical Error:</source>
        <translation>Jiddiy xato:</translation>
    </message>
    <message>
        <source>Fatal Error:</source>
        <translation>Tuzatib boʻlmaydigan xato:</translation>
    </message>
    <message>
        <source>Debug Message:</source>
        <translation>Sozlash xabari:</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Joy:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>Fayl &amp;turi:</translation>
    </message>
    <message>
        <source>Look in:</source>
        <translation>Joy:</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Orqaga</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Orqaga qaytish</translation>
    </message>
    <message>
        <source>Alt+Left</source>
        <translation>Alt+Left</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Oldinga</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Oldinga oʻtish</translation>
    </message>
    <message>
        <source>Alt+Right</source>
        <translation>Alt+Right</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Yuqori papka</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Yuqori papkaga oʻtish</translation>
    </message>
    <message>
        <source>Alt+Up</source>
        <translation>Alt+Up</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Yangi papka yaratish</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Yangi papka yaratish</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Roʻyxat</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Roʻyxat koʻrinishiga oʻtish</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Batafsil</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Batafsil koʻrinishga oʻtish</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Yon panel</translation>
    </message>
    <message>
        <source>List of places and bookmarks</source>
        <translation>Joylar va xatchoʻplar roʻyxati</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Fayllar</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>Fayl turi:</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Papkani topish</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ochish</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Boshqa nom bilan saqlash</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Papka:</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>&amp;Fayl nomi:</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Ochish</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Tanlash</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Saqlash</translation>
    </message>
    <message>
        <source>All Files (*)</source>
        <translation>Barcha fayllar (*)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Barcha fayllar (*)</translation>
    </message>
    <message>
        <source>Show </source>
        <translation>Koʻrsatish: </translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Nomini oʻzgartirish</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Oʻchirish</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>&amp;Yashirin fayllarni koʻrsatish</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>&amp;Yangi papka</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>Yangi papka</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Papkalar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Oʻchirish</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Olib tashlash</translation>
    </message>
    <message>
        <source>Recent Places</source>
        <translation>Soʻnggi joylar</translation>
    </message>
    <message>
        <source>My Computer</source>
        <translation>Mening kompyuterim</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fayl</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>%1 fayli</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>Fayllar papkasi</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Papka</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>Yorliq</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Yorliq</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Nomaʼlum</translation>
    </message>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
Papka topilmadi.
Papka nomi toʻgʻri yozilganini tekshiring.</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
Fayl topilmadi.
Fayl nomi toʻgʻri yozilganini tekshiring.</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 allaqachon bor.
Uning oʻrniga yozilsinmi?</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is write protected.
Do you want to delete it anyway?</source>
        <translation>“%1” yozishdan himoyalangan.
Baribir oʻchirilsinmi?</translation>
    </message>
    <message>
        <source>Are you sure you want to delete &apos;%1&apos;?</source>
        <translation>“%1” oʻchirilsinmi?</translation>
    </message>
    <message>
        <source>Could not delete directory.</source>
        <translation>Papkani oʻchirib boʻlmadi.</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>Nomi</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Hajmi</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Turi</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Turi</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Oʻzgartirilgan sana</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Kompyuter</translation>
    </message>
    <message>
        <source>My Computer</source>
        <translation>Mening kompyuterim</translation>
    </message>
    <message>
        <source>Invalid filename</source>
        <translation>Fayl nomi notoʻgʻri</translation>
    </message>
    <message>
        <source>&lt;b&gt;The name &quot;%1&quot; cannot be used.&lt;/b&gt;&lt;p&gt;Try using another name, with fewer characters or no punctuation marks.</source>
        <translation>&lt;b&gt;“%1” nomini ishlatib boʻlmaydi.&lt;/b&gt;&lt;p&gt;Qisqaroq yoki tinish belgilarisiz boshqa nom yozib koʻring.</translation>
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
        <translation>&amp;Saqlash</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Bekor qilish</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Yopish</translation>
    </message>
    <message>
        <source>Close without Saving</source>
        <translation>Saqlamasdan yopish</translation>
    </message>
</context>
<context>
    <name>QInputDialog</name>
    <message>
        <source>Enter a value:</source>
        <translation>Qiymatni kiriting:</translation>
    </message>
</context>
<context>
    <name>QKeySequenceEdit</name>
    <message>
        <source>Press shortcut</source>
        <translation>Tugmalarni bosing</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Bekor qilish</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Qaytarish</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Kesib olish</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Nusxa olish</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Q&amp;oʻyish</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Oʻchirish</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Hammasini belgilash</translation>
    </message>
</context>
<context>
    <name>QMessageBox</name>
    <message>
        <source>Show Details...</source>
        <translation>Tafsilotlarni koʻrsatish...</translation>
    </message>
    <message>
        <source>Hide Details...</source>
        <translation>Tafsilotlarni yashirish...</translation>
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
        <translation>Saqlash</translation>
    </message>
    <message>
        <source>Save All</source>
        <translation>Hammasini saqlash</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ochish</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Ha</translation>
    </message>
    <message>
        <source>Yes to &amp;All</source>
        <translation>&amp;Hammasiga ha</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Yoʻq</translation>
    </message>
    <message>
        <source>N&amp;o to All</source>
        <translation>Hammasiga &amp;yoʻq</translation>
    </message>
    <message>
        <source>Abort</source>
        <translation>Toʻxtatish</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Qayta urinish</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Eʼtibor bermaslik</translation>
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
        <source>Discard</source>
        <translation>Saqlamaslik</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Yordam</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Qoʻllash</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Dastlabki holatga qaytarish</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Odatdagisini tiklash</translation>
    </message>
</context>
<context>
    <name>QProgressDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Bekor qilish</translation>
    </message>
</context>
<context>
    <name>QScrollBar</name>
    <message>
        <source>Scroll here</source>
        <translation>Shu yerga surish</translation>
    </message>
    <message>
        <source>Left edge</source>
        <translation>Chap chetga</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Boshiga</translation>
    </message>
    <message>
        <source>Right edge</source>
        <translation>Oʻng chetga</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Oxiriga</translation>
    </message>
    <message>
        <source>Page left</source>
        <translation>Bir sahifa chapga</translation>
    </message>
    <message>
        <source>Page up</source>
        <translation>Bir sahifa yuqoriga</translation>
    </message>
    <message>
        <source>Page right</source>
        <translation>Bir sahifa oʻngga</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Bir sahifa pastga</translation>
    </message>
    <message>
        <source>Scroll left</source>
        <translation>Chapga surish</translation>
    </message>
    <message>
        <source>Scroll up</source>
        <translation>Yuqoriga surish</translation>
    </message>
    <message>
        <source>Scroll right</source>
        <translation>Oʻngga surish</translation>
    </message>
    <message>
        <source>Scroll down</source>
        <translation>Pastga surish</translation>
    </message>
</context>
<context>
    <name>QTabBar</name>
    <message>
        <source>Scroll Left</source>
        <translation>Chapga surish</translation>
    </message>
    <message>
        <source>Scroll Right</source>
        <translation>Oʻngga surish</translation>
    </message>
</context>
<context>
    <name>QWhatsThisAction</name>
    <message>
        <source>What&apos;s This?</source>
        <translation>Bu nima?</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Bekor qilish</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Qaytarish</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Kesib olish</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Nusxa olish</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>&amp;Havola manzilidan nusxa olish</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Q&amp;oʻyish</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Oʻchirish</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Hammasini belgilash</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Drive</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fayl</translation>
    </message>
    <message>
        <source>File Folder</source>
        <translation>Fayllar papkasi</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Papka</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Yorliq</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>Yorliq</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Nomaʼlum</translation>
    </message>
    <message>
        <source>%1 File</source>
        <translation>%1 fayli</translation>
    </message>
</context>
<context>
    <name>QPrintDialog</name>
    <message>
        <source>Print</source>
        <translation>Chop etish</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chop etish</translation>
    </message>
    <message>
        <source>&amp;Options &gt;&gt;</source>
        <translation>&amp;Sozlamalar &gt;&gt;</translation>
    </message>
    <message>
        <source>&amp;Options &lt;&lt;</source>
        <translation>&amp;Sozlamalar &lt;&lt;</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>All Pages</source>
        <translation>Hamma sahifalar</translation>
    </message>
    <message>
        <source>Odd Pages</source>
        <translation>Toq sahifalar</translation>
    </message>
    <message>
        <source>Even Pages</source>
        <translation>Juft sahifalar</translation>
    </message>
    <message>
        <source>Local file</source>
        <translation>Shu kompyuterdagi fayl</translation>
    </message>
    <message>
        <source>Print to File (PDF)</source>
        <translation>Faylga chop etish (PDF)</translation>
    </message>
    <message>
        <source>Print To File ...</source>
        <translation>Faylga chop etish ...</translation>
    </message>
    <message>
        <source>Write PDF file</source>
        <translation>PDF faylni yozish</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to overwrite it?</source>
        <translation>%1 allaqachon bor.
Uning ustiga yozilsinmi?</translation>
    </message>
    <message>
        <source>%1 is a directory.
Please choose a different file name.</source>
        <translation>%1 – bu papka.
Boshqa fayl nomini tanlang.</translation>
    </message>
    <message>
        <source>File %1 is not writable.
Please choose a different file name.</source>
        <translation>%1 fayliga yozib boʻlmaydi.
Boshqa fayl nomini tanlang.</translation>
    </message>
    <message>
        <source>%1 does not follow the correct syntax. Please use ',' to separate ranges and pages, '-' to define ranges and make sure ranges do not intersect with each other.</source>
        <translation>%1 notoʻgʻri yozilgan. Sahifalar va oraliqlarni vergul bilan ajrating, oraliqni chiziqcha bilan bering; oraliqlar kesishmasin.</translation>
    </message>
    <message>
        <source>Invalid Pages Definition</source>
        <translation>Sahifalar notoʻgʻri berilgan</translation>
    </message>
    <message>
        <source>Duplex Settings Conflicts</source>
        <translation>Ikki tomonli chop etish sozlamalari bir-biriga zid</translation>
    </message>
    <message>
        <source>There are conflicts in duplex settings. Do you want to fix them?</source>
        <translation>Ikki tomonli chop etish sozlamalari bir-biriga zid. Tuzatilsinmi?</translation>
    </message>
    <message>
        <source>Options 'Pages Per Sheet' and 'Page Set' cannot be used together.
Please turn one of those options off.</source>
        <translation>“Varaqdagi sahifalar” va “Qaysi sahifalar” sozlamalarini birga ishlatib boʻlmaydi.
Birini oʻchiring.</translation>
    </message>
    <message>
        <source>The 'From' value cannot be greater than the 'To' value.</source>
        <translation>Boshlangʻich sahifa oxirgisidan katta boʻlishi mumkin emas.</translation>
    </message>
    <message>
        <source>1 (1x1)</source>
        <translation>1 (1x1)</translation>
    </message>
    <message>
        <source>2 (2x1)</source>
        <translation>2 (2x1)</translation>
    </message>
    <message>
        <source>4 (2x2)</source>
        <translation>4 (2x2)</translation>
    </message>
    <message>
        <source>6 (2x3)</source>
        <translation>6 (2x3)</translation>
    </message>
    <message>
        <source>9 (3x3)</source>
        <translation>9 (3x3)</translation>
    </message>
    <message>
        <source>16 (4x4)</source>
        <translation>16 (4x4)</translation>
    </message>
    <message>
        <source>Left to Right, Top to Bottom</source>
        <translation>Chapdan oʻngga, yuqoridan pastga</translation>
    </message>
    <message>
        <source>Left to Right, Bottom to Top</source>
        <translation>Chapdan oʻngga, pastdan yuqoriga</translation>
    </message>
    <message>
        <source>Right to Left, Top to Bottom</source>
        <translation>Oʻngdan chapga, yuqoridan pastga</translation>
    </message>
    <message>
        <source>Right to Left, Bottom to Top</source>
        <translation>Oʻngdan chapga, pastdan yuqoriga</translation>
    </message>
    <message>
        <source>Top to Bottom, Left to Right</source>
        <translation>Yuqoridan pastga, chapdan oʻngga</translation>
    </message>
    <message>
        <source>Top to Bottom, Right to Left</source>
        <translation>Yuqoridan pastga, oʻngdan chapga</translation>
    </message>
    <message>
        <source>Bottom to Top, Left to Right</source>
        <translation>Pastdan yuqoriga, chapdan oʻngga</translation>
    </message>
    <message>
        <source>Bottom to Top, Right to Left</source>
        <translation>Pastdan yuqoriga, oʻngdan chapga</translation>
    </message>
</context>
<context>
    <name>QPrintWidget</name>
    <message>
        <source>Form</source>
        <translation>Shakl</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Nomi:</translation>
    </message>
    <message>
        <source>P&amp;roperties</source>
        <translation>&amp;Xossalari</translation>
    </message>
    <message>
        <source>Location:</source>
        <translation>Joyi:</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Oldindan koʻrish</translation>
    </message>
    <message>
        <source>Type:</source>
        <translation>Turi:</translation>
    </message>
    <message>
        <source>Output &amp;file:</source>
        <translation>&amp;Fayl:</translation>
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
        <translation>Shakl</translation>
    </message>
    <message>
        <source>Print range</source>
        <translation>Nima chop etiladi</translation>
    </message>
    <message>
        <source>Print all</source>
        <translation>Hammasi</translation>
    </message>
    <message>
        <source>Pages from</source>
        <translation>Sahifalar:</translation>
    </message>
    <message>
        <source>to</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Sahifalar</translation>
    </message>
    <message>
        <source>Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by a hyphen. E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.</source>
        <translation>Sahifalar yoki oraliqlarni vergul bilan ajratib yozing. Oraliq chiziqcha bilan ajratilgan ikki son bilan beriladi. Masalan: 3,5-7,9 yozilsa, 3, 5, 6, 7 va 9-sahifalar chop etiladi.</translation>
    </message>
    <message>
        <source>Current Page</source>
        <translation>Joriy sahifa</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Belgilangani</translation>
    </message>
    <message>
        <source>Page &amp;Set:</source>
        <translation>&amp;Qaysi sahifalar:</translation>
    </message>
    <message>
        <source>Page Set:</source>
        <translation>Qaysi sahifalar:</translation>
    </message>
    <message>
        <source>Output Settings</source>
        <translation>Chop etish sozlamalari</translation>
    </message>
    <message>
        <source>Copies:</source>
        <translation>Nusxalar:</translation>
    </message>
    <message>
        <source>Collate</source>
        <translation>Nusxama-nusxa</translation>
    </message>
    <message>
        <source>Reverse</source>
        <translation>Teskari tartibda</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Nusxalar</translation>
    </message>
    <message>
        <source>Color Mode</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>Rangli</translation>
    </message>
    <message>
        <source>Grayscale</source>
        <translation>Kulrang</translation>
    </message>
    <message>
        <source>Double Sided Printing</source>
        <translation>Ikki tomonli chop etish</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Oʻchiq</translation>
    </message>
    <message>
        <source>Long side binding</source>
        <translation>Uzun tomoni boʻylab tikiladi</translation>
    </message>
    <message>
        <source>Short side binding</source>
        <translation>Qisqa tomoni boʻylab tikiladi</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Sozlamalar</translation>
    </message>
</context>
<context>
    <name>QPageSetupWidget</name>
    <message>
        <source>Form</source>
        <translation>Shakl</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Qogʻoz</translation>
    </message>
    <message>
        <source>Page size:</source>
        <translation>Sahifa oʻlchami:</translation>
    </message>
    <message>
        <source>Width:</source>
        <translation>Eni:</translation>
    </message>
    <message>
        <source>Height:</source>
        <translation>Boʻyi:</translation>
    </message>
    <message>
        <source>Paper source:</source>
        <translation>Qogʻoz manbayi:</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Joylashuv</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Boʻyiga</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Eniga</translation>
    </message>
    <message>
        <source>Reverse landscape</source>
        <translation>Eniga, teskari</translation>
    </message>
    <message>
        <source>Reverse portrait</source>
        <translation>Boʻyiga, teskari</translation>
    </message>
    <message>
        <source>Margins</source>
        <translation>Hoshiyalar</translation>
    </message>
    <message>
        <source>top margin</source>
        <translation>yuqori hoshiya</translation>
    </message>
    <message>
        <source>left margin</source>
        <translation>chap hoshiya</translation>
    </message>
    <message>
        <source>right margin</source>
        <translation>oʻng hoshiya</translation>
    </message>
    <message>
        <source>bottom margin</source>
        <translation>pastki hoshiya</translation>
    </message>
    <message>
        <source>Page Layout</source>
        <translation>Sahifalar joylashuvi</translation>
    </message>
    <message>
        <source>Page order:</source>
        <translation>Sahifalar tartibi:</translation>
    </message>
    <message>
        <source>Pages per sheet:</source>
        <translation>Varaqdagi sahifalar:</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Boshqa</translation>
    </message>
    <message>
        <source>Millimeters (mm)</source>
        <translation>Millimetr (mm)</translation>
    </message>
    <message>
        <source>Inches (in)</source>
        <translation>Dyuym (in)</translation>
    </message>
    <message>
        <source>Points (pt)</source>
        <translation>Punkt (pt)</translation>
    </message>
    <message>
        <source>Pica (P̸)</source>
        <translation>Pika (P̸)</translation>
    </message>
    <message>
        <source>Didot (DD)</source>
        <translation>Dido (DD)</translation>
    </message>
    <message>
        <source>Cicero (CC)</source>
        <translation>Tsitsero (CC)</translation>
    </message>
    <message>
        <source>mm</source>
        <translation>mm</translation>
    </message>
    <message>
        <source>in</source>
        <translation>in</translation>
    </message>
    <message>
        <source>pt</source>
        <translation>pt</translation>
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
        <translation>Sahifalar &amp;tartibi:</translation>
    </message>
    <message>
        <source>Pages &amp;per sheet:</source>
        <translation>&amp;Varaqdagi sahifalar:</translation>
    </message>
</context>
<context>
    <name>QCupsJobWidget</name>
    <message>
        <source>Job</source>
        <translation>Topshiriq</translation>
    </message>
    <message>
        <source>Job Control</source>
        <translation>Topshiriqni boshqarish</translation>
    </message>
    <message>
        <source>Scheduled printing:</source>
        <translation>Chop etish vaqti:</translation>
    </message>
    <message>
        <source>Billing information:</source>
        <translation>Toʻlov maʼlumoti:</translation>
    </message>
    <message>
        <source>Job priority:</source>
        <translation>Muhimlik darajasi:</translation>
    </message>
    <message>
        <source>Banner Pages</source>
        <translation>Ajratuvchi varaqlar</translation>
    </message>
    <message>
        <source>End:</source>
        <translation>Oxirida:</translation>
    </message>
    <message>
        <source>Start:</source>
        <translation>Boshida:</translation>
    </message>
    <message>
        <source>Print Immediately</source>
        <translation>Darhol chop etilsin</translation>
    </message>
    <message>
        <source>Hold Indefinitely</source>
        <translation>Ushlab turilsin</translation>
    </message>
    <message>
        <source>Day (06:00 to 17:59)</source>
        <translation>Kunduzi (06:00–17:59)</translation>
    </message>
    <message>
        <source>Night (18:00 to 05:59)</source>
        <translation>Kechasi (18:00–05:59)</translation>
    </message>
    <message>
        <source>Second Shift (16:00 to 23:59)</source>
        <translation>Ikkinchi smenada (16:00–23:59)</translation>
    </message>
    <message>
        <source>Third Shift (00:00 to 07:59)</source>
        <translation>Uchinchi smenada (00:00–07:59)</translation>
    </message>
    <message>
        <source>Weekend (Saturday to Sunday)</source>
        <translation>Dam olish kunlari (shanba va yakshanba)</translation>
    </message>
    <message>
        <source>Specific Time</source>
        <translation>Belgilangan vaqtda</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Yoʻq</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Odatdagi</translation>
    </message>
    <message>
        <source>Unclassified</source>
        <translation>Ochiq</translation>
    </message>
    <message>
        <source>Confidential</source>
        <translation>Konfidensial</translation>
    </message>
    <message>
        <source>Classified</source>
        <translation>Xizmat doirasida</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Maxfiy</translation>
    </message>
    <message>
        <source>Top Secret</source>
        <translation>Mutlaqo maxfiy</translation>
    </message>
    <message>
        <source>Scheduled &amp;printing:</source>
        <translation>Chop etish &amp;vaqti:</translation>
    </message>
    <message>
        <source>&amp;Billing information:</source>
        <translation>&amp;Toʻlov maʼlumoti:</translation>
    </message>
    <message>
        <source>Job &amp;priority:</source>
        <translation>&amp;Muhimlik darajasi:</translation>
    </message>
    <message>
        <source>&amp;Start:</source>
        <comment>Banner page at start</comment>
        <translation>&amp;Boshida:</translation>
    </message>
    <message>
        <source>&amp;End:</source>
        <comment>Banner page at end</comment>
        <translation>&amp;Oxirida:</translation>
    </message>
</context>
<context>
    <name>QPrintPropertiesDialog</name>
    <message>
        <source>Printer Properties</source>
        <translation>Printer xossalari</translation>
    </message>
    <message>
        <source>Job Options</source>
        <translation>Topshiriq sozlamalari</translation>
    </message>
    <message>
        <source>Page Setup Conflicts</source>
        <translation>Sahifa sozlamalari bir-biriga zid</translation>
    </message>
    <message>
        <source>There are conflicts in page setup options. Do you want to fix them?</source>
        <translation>Sahifa sozlamalari bir-biriga zid. Tuzatilsinmi?</translation>
    </message>
    <message>
        <source>Advanced Option Conflicts</source>
        <translation>Qoʻshimcha sozlamalar bir-biriga zid</translation>
    </message>
    <message>
        <source>There are conflicts in some advanced options. Do you want to fix them?</source>
        <translation>Ayrim qoʻshimcha sozlamalar bir-biriga zid. Tuzatilsinmi?</translation>
    </message>
</context>
<context>
    <name>QPrintPropertiesWidget</name>
    <message>
        <source>Form</source>
        <translation>Shakl</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Sahifa</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Qoʻshimcha</translation>
    </message>
    <message>
        <source>There are conflicts in some options. Please fix them.</source>
        <translation>Ayrim sozlamalar bir-biriga zid. Ularni tuzating.</translation>
    </message>
</context>
<context>
    <name>QCupsPrinterSupport</name>
    <message>
        <source>Authentication Needed</source>
        <translation>Kirish talab qilinadi</translation>
    </message>
    <message>
        <source>Authentication needed to use %1 on %2.</source>
        <translation>%2 dagi %1 dan foydalanish uchun kirish talab qilinadi.</translation>
    </message>
    <message>
        <source>Authentication needed to use %1.</source>
        <translation>%1 dan foydalanish uchun kirish talab qilinadi.</translation>
    </message>
    <message>
        <source>Password:</source>
        <translation>Parol:</translation>
    </message>
    <message>
        <source>Username:</source>
        <translation>Foydalanuvchi nomi:</translation>
    </message>
</context>
<context>
    <name>QPageSize</name>
    <message>
        <source>Custom (%1mm x %2mm)</source>
        <translation>Boshqa (%1 mm x %2 mm)</translation>
    </message>
</context>
</TS>
