<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>backup::cluster</name>
    <message numerus="yes">
        <source>%n more database(s) cannot be dumped whole either.</source>
        <translation>
            <numerusform>%n more database cannot be dumped whole either.</numerusform>
            <numerusform>%n more databases cannot be dumped whole either.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backup::crashedRuns</name>
    <message numerus="yes">
        <source>%n of its processes on the server were still at work and are ended.</source>
        <translation>
            <numerusform>%n of its processes on the server was still at work and is ended.</numerusform>
            <numerusform>%n of its processes on the server were still at work and are ended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backup::expectation</name>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backup::validate</name>
    <message numerus="yes">
        <source>%1 may not read %n large object(s), %2 for instance.</source>
        <translation>
            <numerusform>%1 may not read %n large object, %2.</numerusform>
            <numerusform>%1 may not read %n large objects, %2 for instance.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more relation(s) cannot be read either.</source>
        <translation>
            <numerusform>%n more relation cannot be read either.</numerusform>
            <numerusform>%n more relations cannot be read either.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>catalog::comparison</name>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>core::ByteSize</name>
    <message numerus="yes">
        <source>%Ln byte(s)</source>
        <translation>
            <numerusform>%Ln byte</numerusform>
            <numerusform>%Ln bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>core::Text</name>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>core::sanity</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs::drills</name>
    <message numerus="yes">
        <source>%n table(s) with %1 rows</source>
        <translation>
            <numerusform>%n table with %1 rows</numerusform>
            <numerusform>%n tables with %1 rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Proven by rows only: restored %1 with %2; of %n table(s) the content could not be compared; %3.</source>
        <translation>
            <numerusform>Proven by rows only: restored %1 with %2; of %n table the content could not be compared; %3.</numerusform>
            <numerusform>Proven by rows only: restored %1 with %2; of %n tables the content could not be compared; %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs::estimate</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs::newClusters</name>
    <message numerus="yes">
        <source>%n database(s)</source>
        <translation>
            <numerusform>%n database</numerusform>
            <numerusform>%n databases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs::space</name>
    <message numerus="yes">
        <source>The %n backup(s) will need about %1 together, and only %2 are free in %3.</source>
        <translation>
            <numerusform>The backup will need about %1, and only %2 are free in %3.</numerusform>
            <numerusform>The %n backups will need about %1 together, and only %2 are free in %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only %2 are free in %3, and the tables of the %n database(s) hold %1 together.</source>
        <translation>
            <numerusform>Only %2 are free in %3, and the tables of the database hold %1.</numerusform>
            <numerusform>Only %2 are free in %3, and the tables of the %n databases hold %1 together.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs::verdict</name>
    <message numerus="yes">
        <source>%n table(s) with %1 rows</source>
        <translation>
            <numerusform>%n table with %1 rows</numerusform>
            <numerusform>%n tables with %1 rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n database(s) are backed up and every byte was read back: %1 in %2.</source>
        <translation>
            <numerusform>%n database is backed up and every byte was read back: %1 in %2.</numerusform>
            <numerusform>%n databases are backed up and every byte was read back: %1 in %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed.</source>
        <translation>
            <numerusform>%n failed.</numerusform>
            <numerusform>%n failed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) with %1</source>
        <translation>
            <numerusform>%n file with %1</numerusform>
            <numerusform>%n files with %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every byte of %n backup(s) was read, and equals what was written.</source>
        <translation>
            <numerusform>Every byte of %n backup was read, and equals what was written.</numerusform>
            <numerusform>Every byte of %n backups was read, and equals what was written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) cannot be counted on.</source>
        <translation>
            <numerusform>%n backup cannot be counted on.</numerusform>
            <numerusform>%n backups cannot be counted on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is imported and every byte was read back: %n table(s), %2 in %3.</source>
        <translation>
            <numerusform>%1 is imported and every byte was read back: %n table, %2 in %3.</numerusform>
            <numerusform>%1 is imported and every byte was read back: %n tables, %2 in %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) moved to the trash.</source>
        <translation>
            <numerusform>%n backup moved to the trash.</numerusform>
            <numerusform>%n backups moved to the trash.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) deleted.</source>
        <translation>
            <numerusform>%n backup deleted.</numerusform>
            <numerusform>%n backups deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) could not be deleted.</source>
        <translation>
            <numerusform>%n backup could not be deleted.</numerusform>
            <numerusform>%n backups could not be deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n database(s)</source>
        <translation>
            <numerusform>%n database</numerusform>
            <numerusform>%n databases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n role(s)</source>
        <translation>
            <numerusform>%n role</numerusform>
            <numerusform>%n roles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tablespace(s)</source>
        <translation>
            <numerusform>%n tablespace</numerusform>
            <numerusform>%n tablespaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) are in %1: %2.</source>
        <translation>
            <numerusform>%n object is in %1: %2.</numerusform>
            <numerusform>%n objects are in %1: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) were restored into %1: %2, in %3.</source>
        <translation>
            <numerusform>%n object was restored into %1: %2, in %3.</numerusform>
            <numerusform>%n objects were restored into %1: %2, in %3.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is restored with every row: %2, in %3. Of %n table(s) the content could not be compared.</source>
        <translation>
            <numerusform>%1 is restored with every row: %2, in %3. Of %n table the content could not be compared.</numerusform>
            <numerusform>%1 is restored with every row: %2, in %3. Of %n tables the content could not be compared.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>restore::scope</name>
    <message numerus="yes">
        <source>%n large object(s) of %1 are replaced.</source>
        <translation>
            <numerusform>%n large object of %1 is replaced.</numerusform>
            <numerusform>%n large objects of %1 are replaced.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>restore::stagesRun</name>
    <message numerus="yes">
        <source>Trying %n failed entry(s) again.</source>
        <translation>
            <numerusform>Trying %n failed entry again.</numerusform>
            <numerusform>Trying %n failed entries again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>restore::tableDiff</name>
    <message numerus="yes">
        <source>%n key(s) belong to several rows, which count as missing and extra.</source>
        <translation>
            <numerusform>%n key belongs to several rows, which count as missing and extra.</numerusform>
            <numerusform>%n keys belong to several rows, which count as missing and extra.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ActivityBar</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::AlertNotices</name>
    <message numerus="yes">
        <source>The same is the case with %n more.</source>
        <translation>
            <numerusform>The same is the case with %n more.</numerusform>
            <numerusform>The same is the case with %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::BackupReviewPage</name>
    <message numerus="yes">
        <source>%n whole database(s).</source>
        <translation>
            <numerusform>%n whole database.</numerusform>
            <numerusform>%n whole databases.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n job(s) at the same time</source>
        <translation>
            <numerusform>%1, %n job at the same time</numerusform>
            <numerusform>%1, %n jobs at the same time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A part of each of %n database(s), as the saved answers say: %1</source>
        <translation>
            <numerusform>A part of %n database, as the saved answers say: %1</numerusform>
            <numerusform>A part of each of %n databases, as the saved answers say: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::BackupRunPage</name>
    <message numerus="yes">
        <source>%n database(s)</source>
        <translation>
            <numerusform>%n database</numerusform>
            <numerusform>%n databases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::BackupSetModel</name>
    <message numerus="yes">
        <source>in %n table(s)</source>
        <translation>
            <numerusform>in %n table</numerusform>
            <numerusform>in %n tables</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::BackupsPage</name>
    <message numerus="yes">
        <source>There are %n backup(s) of other servers in the same folders, and none of %1.</source>
        <translation>
            <numerusform>There is %n backup of another server in the same folders, and none of %1.</numerusform>
            <numerusform>There are %n backups of other servers in the same folders, and none of %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ClusterContentPage</name>
    <message numerus="yes">
        <source>%n database(s), %1, and template1.</source>
        <translation>
            <numerusform>%n database, %1, and template1.</numerusform>
            <numerusform>%n databases, %1, and template1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: such a file does not count as a backup of the whole server.</source>
        <translation>
            <numerusform>%n left out: such a file does not count as a backup of the whole server.</numerusform>
            <numerusform>%n left out: such a file does not count as a backup of the whole server.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ClusterReviewPage</name>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ConfirmRecoveryDialog</name>
    <message numerus="yes">
        <source>%n row(s) lose the values that they have now.</source>
        <translation>
            <numerusform>%n row loses the values that it has now.</numerusform>
            <numerusform>%n rows lose the values that they have now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) are deleted.</source>
        <translation>
            <numerusform>%n row is deleted.</numerusform>
            <numerusform>%n rows are deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ConflictChoice</name>
    <message numerus="yes">
        <source>%1 has %n of these tables already:</source>
        <translation>
            <numerusform>%1 has %n of these tables already:</numerusform>
            <numerusform>%1 has %n of these tables already:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ContentTreeModel</name>
    <message numerus="yes">
        <source>%n object(s)</source>
        <translation>
            <numerusform>%n object</numerusform>
            <numerusform>%n objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ContentsTree</name>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln object</numerusform>
            <numerusform>%Ln objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::DatabasePage</name>
    <message numerus="yes">
        <source>&amp;All %n database(s)</source>
        <translation>
            <numerusform>&amp;All %n database</numerusform>
            <numerusform>&amp;All %n databases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n database(s), %1</source>
        <translation>
            <numerusform>%n database, %1</numerusform>
            <numerusform>%n databases, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::DeleteSetsDialog</name>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n backup(s)</source>
        <translation>
            <numerusform>Delete %n backup</numerusform>
            <numerusform>Delete %n backups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more, together %1</source>
        <translation>
            <numerusform>and %n more, together %1</numerusform>
            <numerusform>and %n more, together %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them cannot go to the trash and are deleted for good.</source>
        <translation>
            <numerusform>%n of them cannot go to the trash and is deleted for good.</numerusform>
            <numerusform>%n of them cannot go to the trash and are deleted for good.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ExtractDialog</name>
    <message numerus="yes">
        <source>Extract %Ln object(s)</source>
        <translation>
            <numerusform>Extract %Ln object</numerusform>
            <numerusform>Extract %Ln objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) written</source>
        <translation>
            <numerusform>%Ln file written</numerusform>
            <numerusform>%Ln files written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::FindingsView</name>
    <message numerus="yes">
        <source>And %n more; all of them are in the report.</source>
        <translation>
            <numerusform>And %n more; it is in the report.</numerusform>
            <numerusform>And %n more; all of them are in the report.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ImportDialog</name>
    <message numerus="yes">
        <source>&amp;Import %n server(s)</source>
        <translation>
            <numerusform>&amp;Import %n server</numerusform>
            <numerusform>&amp;Import %n servers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::LagWords</name>
    <message numerus="yes">
        <source>%n standbys need attention; %1: %2.</source>
        <translation>
            <numerusform>%n standby needs attention; %1: %2.</numerusform>
            <numerusform>%n standbys need attention; %1: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One of %n standbys needs attention; %1: %2.</source>
        <translation>
            <numerusform>The standby needs attention; %1: %2.</numerusform>
            <numerusform>One of %n standbys needs attention; %1: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n standbys; the furthest is %1: %2 %3.</source>
        <translation>
            <numerusform>One standby, %1: %2 %3.</numerusform>
            <numerusform>%n standbys; the furthest is %1: %2 %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::LossConfirmation</name>
    <message numerus="yes">
        <source>and %n more table(s)</source>
        <translation>
            <numerusform>and %n more table</numerusform>
            <numerusform>and %n more tables</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::MoreOptions</name>
    <message numerus="yes">
        <source>&amp;More options (%n chosen)</source>
        <translation>
            <numerusform>&amp;More options (%n chosen)</numerusform>
            <numerusform>&amp;More options (%n chosen)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ReplicationHead</name>
    <message numerus="yes">
        <source>%n alert(s): %1</source>
        <translation>
            <numerusform>%n alert: %1</numerusform>
            <numerusform>%n alerts: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::RowsView</name>
    <message numerus="yes">
        <source>%n row(s) before the fault</source>
        <translation>
            <numerusform>%n row before the fault</numerusform>
            <numerusform>%n rows before the fault</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln row(s)</source>
        <translation>
            <numerusform>The only row</numerusform>
            <numerusform>All %Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln row(s). More is not held here: extract the table to a file.</source>
        <translation>
            <numerusform>The first row. More is not held here: extract the table to a file.</numerusform>
            <numerusform>The first %Ln rows. More is not held here: extract the table to a file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln row(s); more come when you scroll</source>
        <translation>
            <numerusform>The first row; more come when you scroll</numerusform>
            <numerusform>The first %Ln rows; more come when you scroll</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::SanityDialog</name>
    <message numerus="yes">
        <source>%n query(s) added. Remove or change what does not fit.</source>
        <translation>
            <numerusform>%n query added. Remove or change it if it does not fit.</numerusform>
            <numerusform>%n queries added. Remove or change what does not fit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::SetActions</name>
    <message numerus="yes">
        <source>%n backup(s)</source>
        <translation>
            <numerusform>%n backup</numerusform>
            <numerusform>%n backups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::SetDetail</name>
    <message numerus="yes">
        <source>%n table(s) with %1 rows</source>
        <translation>
            <numerusform>%n table with %1 rows</numerusform>
            <numerusform>%n tables with %1 rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) with %1</source>
        <translation>
            <numerusform>%n backup with %1</numerusform>
            <numerusform>%n backups with %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them cannot be counted on.</source>
        <translation>
            <numerusform>%n of them cannot be counted on.</numerusform>
            <numerusform>%n of them cannot be counted on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them cannot be reached now.</source>
        <translation>
            <numerusform>%n of them cannot be reached now.</numerusform>
            <numerusform>%n of them cannot be reached now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n earlier one(s)</source>
        <translation>
            <numerusform>and %n earlier one</numerusform>
            <numerusform>and %n earlier ones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::SettingsModel</name>
    <message numerus="yes">
        <source>%n file(s) wait.</source>
        <translation>
            <numerusform>%n file waits.</numerusform>
            <numerusform>%n files wait.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::Shutdown</name>
    <message numerus="yes">
        <source>%n run(s) would be stopped.</source>
        <translation>
            <numerusform>%n run would be stopped.</numerusform>
            <numerusform>%n runs would be stopped.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::SourcePage</name>
    <message numerus="yes">
        <source>%n table(s)</source>
        <translation>
            <numerusform>%n table</numerusform>
            <numerusform>%n tables</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n table(s) with %1 rows</source>
        <translation>
            <numerusform>%n table with %1 rows</numerusform>
            <numerusform>%n tables with %1 rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::TablesPage</name>
    <message numerus="yes">
        <source>%n ticked object(s) are no tables: %1, for one.</source>
        <translation>
            <numerusform>%n ticked object is no table: %1.</numerusform>
            <numerusform>%n ticked objects are no tables: %1, for one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::TablespaceChoice</name>
    <message numerus="yes">
        <source>%n tablespace(s) of the server: each becomes a tar file of its own in the set.</source>
        <translation>
            <numerusform>%n tablespace of the server: it becomes a tar file of its own in the set.</numerusform>
            <numerusform>%n tablespaces of the server: each becomes a tar file of its own in the set.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::TargetPage</name>
    <message numerus="yes">
        <source>%n parallel worker(s).</source>
        <translation>
            <numerusform>%n parallel worker.</numerusform>
            <numerusform>%n parallel workers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::TopologyView</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::TrayIcon</name>
    <message numerus="yes">
        <source>Tidemark: %n run(s) going on</source>
        <translation>
            <numerusform>Tidemark: %n run going on</numerusform>
            <numerusform>Tidemark: %n runs going on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::DrillReview</name>
    <message numerus="yes">
        <source>Rows and content of %n table(s) with %1 rows, with what the backup says of itself.</source>
        <translation>
            <numerusform>Rows and content of %n table with %1 rows, with what the backup says of itself.</numerusform>
            <numerusform>Rows and content of %n tables with %1 rows, with what the backup says of itself.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::OpenedDump</name>
    <message numerus="yes">
        <source>This dump is cut off: the data of %n table(s) are missing, of %1 first.</source>
        <translation>
            <numerusform>This dump is cut off: the data of one table is missing, of %1.</numerusform>
            <numerusform>This dump is cut off: the data of %n tables are missing, of %1 first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n database(s)</source>
        <translation>
            <numerusform>%n database</numerusform>
            <numerusform>%n databases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::Overview</name>
    <message numerus="yes">
        <source>If this server died now you would lose everything in %n database(s) without a backup, and at most %1 of the others.</source>
        <translation>
            <numerusform>If this server died now you would lose everything in %n database without a backup, and at most %1 of the others.</numerusform>
            <numerusform>If this server died now you would lose everything in %n databases without a backup, and at most %1 of the others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Counted are the %n database(s) with a backup; the server could not be asked for others.</source>
        <translation>
            <numerusform>Counted is the one database with a backup; the server could not be asked for others.</numerusform>
            <numerusform>Counted are the %n databases with a backup; the server could not be asked for others.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::SaveCommand</name>
    <message numerus="yes">
        <source>%n database(s)</source>
        <translation>
            <numerusform>%n database</numerusform>
            <numerusform>%n databases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::contents</name>
    <message numerus="yes">
        <source>%n whole schema(s) left out</source>
        <translation>
            <numerusform>%n whole schema left out</numerusform>
            <numerusform>%n whole schemas left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n table(s) left out</source>
        <translation>
            <numerusform>%n table left out</numerusform>
            <numerusform>%n tables left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n view(s) or sequence(s) left out</source>
        <translation>
            <numerusform>%n view or sequence left out</numerusform>
            <numerusform>%n views or sequences left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n table(s) without rows</source>
        <translation>
            <numerusform>%n table without rows</numerusform>
            <numerusform>%n tables without rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::restore</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n table(s) of %1: %2</source>
        <translation>
            <numerusform>%n table of %1: %2</numerusform>
            <numerusform>%n tables of %1: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n schema(s) of %1: %2</source>
        <translation>
            <numerusform>%n schema of %1: %2</numerusform>
            <numerusform>%n schemas of %1: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n relation(s) – tables, views, sequences</source>
        <translation>
            <numerusform>%n relation – tables, views, sequences</numerusform>
            <numerusform>%n relations – tables, views, sequences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1; %n object(s) in all, with rows, keys and what they need</source>
        <translation>
            <numerusform>%1; %n object in all, with rows, keys and what they need</numerusform>
            <numerusform>%1; %n objects in all, with rows, keys and what they need</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>nothing new; the rows of %n table(s) are loaded</source>
        <translation>
            <numerusform>nothing new; the rows of %n table are loaded</numerusform>
            <numerusform>nothing new; the rows of %n tables are loaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::sanity</name>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <translation>
            <numerusform>%1, and %n more</numerusform>
            <numerusform>%1, and %n more</numerusform>
        </translation>
    </message>
</context>
</TS>
