<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>access::PassFile</name>
    <message>
        <source>The password cannot be handed to the PostgreSQL program.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>access::ServerAccess</name>
    <message>
        <source>Through a tunnel a service needs host and port beside its name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter both as the SSH server knows them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SSH server cannot reach %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host and port are looked up on the SSH server; “localhost” is the SSH server itself. Its administrator may also forbid forwarding.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>access::Tunnel</name>
    <message>
        <source>The SSH tunnel did not open in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening the SSH tunnel: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No local port is free for the tunnel.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>access::connectionCheck</name>
    <message>
        <source>The connection is encrypted (TLS).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection is encrypted by the SSH tunnel as far as the SSH server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection is not encrypted; it does not leave this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection is not encrypted: data can be read on the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch on ssl on the server and choose the SSL mode require or verify-full, or use an SSH tunnel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a superuser and may back up everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may read all tables (pg_read_all_data).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may not read every table; a backup of others&apos; tables would fail.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run: GRANT pg_read_all_data TO %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator grant USAGE on the schemas and SELECT on all tables and sequences to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pg_dump %1 serves it (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SSH tunnel through %1 is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected to PostgreSQL %1, database %2, as %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a standby: it can be backed up and watched, but not restored into.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>access::ssh</name>
    <message>
        <source>The SSH server shows another key than before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It may have been installed anew, or someone stands in between. Ask its administrator for the fingerprint; only then remove the old key with ssh-keygen -R and connect once with: ssh %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SSH server is not known here yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect once in a terminal, compare the fingerprint and accept it: ssh %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others may read the private key, so ssh does not use it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the permission away: chmod 600 FILE. Then try: ssh %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SSH server refused the login.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has to work without a question: load your key (ssh-add) and put it on the server (ssh-copy-id %1), then try: ssh -o BatchMode=yes %1 true</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your agent offers too many keys. Choose the file of the right key, then try: ssh %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such SSH server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the spelling of its name, and the aliases in ~/.ssh/config. Try: ssh %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No SSH server answers there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check host and port (usually 22). Try: ssh %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SSH server did not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A firewall may drop the packets, or a VPN is not up. Try: ssh %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SSH server cannot be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network, or whether a VPN is up. Try: ssh %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ssh does not know one of its options.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the tunnel&apos;s extra options or ~/.ssh/config. Try: ssh %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local end of the tunnel could not be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program may have taken the port. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is no name of an SSH server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is no user name for SSH.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Through a tunnel exactly one database host is reached, and it has to be named.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the host as the SSH server knows it; “localhost” is the SSH server itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” cannot be forwarded by ssh.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program ssh is not installed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the OpenSSH client (Debian and Ubuntu: apt install openssh-client), or connect without a tunnel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SSH tunnel could not be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has to work without a question: ssh -o BatchMode=yes %1 true</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>backup::DumpMonitor</name>
    <message>
        <source>Dumping %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>backup::expectation</name>
    <message>
        <source>Run the backup again; if it happens again, keep the log and report it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dump does not contain: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dump has the definition but not the rows of: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source> and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>backup::validate</name>
    <message numerus="yes">
        <source>%1 may not read %n large object(s), %2 for instance.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more relation(s) cannot be read either.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>catalog::BackupSet</name>
    <message>
        <source>The file %1 was changed after the backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file %1 is missing from the backup set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It should have %1 bytes and has %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use another backup, or a copy of this one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>catalog::Manifest</name>
    <message>
        <source>The manifest of this backup set cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dump itself may be whole: open the file directly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This backup set was written by a newer Tidemark.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update Tidemark, or open the dump file directly.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>catalog::SetWriter</name>
    <message>
        <source>The folder %1 cannot be created.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another backup of %1 is being written to this folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backup set could not be completed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>catalog::scan</name>
    <message>
        <source>%1 is no usable backup set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder %1 cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the disk is attached and that you may read the folder.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cli</name>
    <message>
        <source>Backs up a database and reads every byte of the backup back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A guided tour on throw-away servers; or servers to try things on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the standbys are behind, in bytes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup sets below a folder, newest first, and how far each is proven.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection profiles, shared with the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restores a backup into a new database and compares every table with the backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Databases, schemas and tables with sizes and row estimates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL programs found here, their versions and what each can serve.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cli::tables</name>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schema</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows (estimate)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In %1:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose tables to list; the connection&apos;s own where it is not given.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cli::tools</name>
    <message>
        <source>backs up servers up to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restores archives of pg_dump up to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>streams from servers up to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>checks base backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>runs plain SQL dumps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starts local servers of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No PostgreSQL programs were found here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Can</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cluster::ClusterRegistry</name>
    <message>
        <source>The list of running servers cannot be kept in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let TIDEMARK_STATE_DIR name a folder of yours that can be written.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cluster::DemoClusters</name>
    <message>
        <source>The standby did not catch up with its primary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Creating the primary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Creating the standby</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the sample database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the standby</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No demo was kept in %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cluster::LocalCluster</name>
    <message>
        <source>The server&apos;s settings could not be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A standby cannot be called &quot;%1&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use up to 63 letters, digits and signs of ASCII.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The PostgreSQL server could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cluster::ServerTools</name>
    <message>
        <source>The programs that run a PostgreSQL server are not installed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>postgres, initdb and pg_ctl of one version are needed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cluster::folder</name>
    <message>
        <source>The folder %1 could not be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder %1 could not be removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server in %1 runs in another container.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder %1 was left: it holds files that are not the server&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no folder for temporary files that can be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let TMPDIR name one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A server cannot live in a folder with that name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a name without line breaks and other control characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 exists already and is not empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder that is new or empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The path of the server&apos;s socket would be too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A socket&apos;s path may have %1 bytes. Choose a folder with a shorter path.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cluster::removeOrphans</name>
    <message>
        <source>Removed a server that an earlier run left in %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cluster::serverUser</name>
    <message>
        <source>PostgreSQL&apos;s servers do not run as a user without a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system knows no name for the user number %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add that user to /etc/passwd, or start Tidemark as one that is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL does not run as root, and there is no other user for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start Tidemark as an ordinary user, or make one for servers: useradd --system postgres</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server cannot be run in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL does not run as root, so the user %1 runs it, who may not enter that folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder that everybody can reach, for instance below /var/tmp.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder %1 could not be made.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>cluster::stopPostmaster</name>
    <message>
        <source>The server with process number %1 could not be stopped.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>“%1” is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not rely on this file. Make a new backup, or use another one that passes the check.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” was written by a newer pg_dump than Tidemark knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update Tidemark, or read the file with the pg_restore of that version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not an archive in pg_dump&apos;s custom format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roles are saved without their passwords, because %1 is no superuser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After a restore on a new server, set the passwords of its roles again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server is a standby.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backup shows the moment up to which it has replayed. Long backups may be cancelled by it; see hot_standby_feedback.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server was named: use --profile NAME or --connection CONNINFO, or set PGHOST and PGPORT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server is a standby, which nothing can be restored into.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose its primary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may not create databases on this server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run: ALTER ROLE %1 CREATEDB;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backup comes from PostgreSQL %1, and this server runs %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Objects that use newer features may fail; each one will be named.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive&apos;s layout is newer than this version of Tidemark knows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pg_restore restores it; what it contains may be shown incompletely.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owners in the backup do not exist on this server: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create these roles first, or let everything belong to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything will belong to %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core::AtomicFile</name>
    <message>
        <source>Cannot write %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot open %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot flush %1 to disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot read %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is larger than such a file can be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot rename to %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core::ByteSize</name>
    <message numerus="yes">
        <source>%Ln byte(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>core::Error</name>
    <message>
        <source>Free some space there, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder that you may write to, or change its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core::FileLock</name>
    <message>
        <source>Cannot open the lock file %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot lock %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another run is at work there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is held by process %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until it has ended, or cancel it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core::Quoting</name>
    <message>
        <source>A password file cannot hold a line break.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the password, or log in another way (certificate, peer, GSSAPI).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>core::Text</name>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobs</name>
    <message>
        <source>Demo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>jobs::RunRecorder</name>
    <message>
        <source>This run will not appear in the history: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The end of this run could not be written to the history: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>jobs::verdict</name>
    <message>
        <source>%1 is backed up and every byte was read back: %2, %3 in %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The restore is incomplete: %1 of %2 tables equal the backup. What there is, is in %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is restored and equals the backup: %2, in %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n table(s) with %1 rows</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Backs up PostgreSQL and proves that the backups restore.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open on two small PostgreSQL servers of its own with a sample database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A dump file or the folder of a backup, to be restored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one backup can be opened at a time.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>postgres::Connection</name>
    <message>
        <source>The connection could not be set up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server closed the connection or cannot be reached any more. Look at the server&apos;s log, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server did not answer in time; the statement was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name or a value contains a NUL character, which PostgreSQL has no room for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server did not answer in time, and not to a request to cancel either; the connection was closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It contains a COPY from or to the client.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>postgres::ConnectionSpec</name>
    <message>
        <source>service %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the local server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a connection string that PostgreSQL understands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it as host=… port=… dbname=… user=…, or as postgresql://user@host:port/database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be part of a connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL&apos;s programs take it on their command line only, where everybody on the machine can read it. Use a key without a password, in a file that only you can read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>postgres::connect</name>
    <message>
        <source>The server refused the password for this user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the user name and the password. Both may be correct for another server: check host and port too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server asks for a password and none was given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the password in the connection, or add a line to your password file (~/.pgpass).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server lets only the operating-system user of the same name in over its socket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect over TCP (host localhost) with a password, or run as that operating-system user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no rule that lets this user connect from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a line for this user, database and address to pg_hba.conf on the server and reload it. If the server asks for encryption, set the SSL mode to require.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rule on the server forbids this connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator which rule of pg_hba.conf applies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This role may not log in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use another user, or let an administrator run: ALTER ROLE … LOGIN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not offer an encrypted connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch on ssl on the server, use an SSH tunnel, or (on a trusted network only) choose the SSL mode prefer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not signed by an authority that you trust.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the file of the authority&apos;s certificate as root certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s certificate was made for another host name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the name that the certificate has, or choose the SSL mode verify-ca.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The root certificate file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the path of the authority&apos;s certificate, or choose the SSL mode require.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The encrypted connection could not be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the certificates and the SSL mode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the spelling of the host name. If it is known on another machine only, use an SSH tunnel through that machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing answers at this host and port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the port (PostgreSQL&apos;s usual one is 5432), that the server runs, and that listen_addresses lets others in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server listens on this socket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the server runs on this machine, and the folder of its socket and its port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A firewall may drop the packets. Check host and port, or use an SSH tunnel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no connection slot left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close connections that are not needed, or raise max_connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server is starting up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again in a moment. After a crash, recovery can take minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This service name is not in your service file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the name and the file (~/.pg_service.conf, or where PGSERVICEFILE points).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no such user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no such database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the spelling; names in PostgreSQL tell upper from lower case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot connect to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This user may not connect to this database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run: GRANT CONNECT ON DATABASE … TO ….</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This database accepts no connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a template, or an administrator has closed it. Choose another database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your certificate&apos;s private key cannot be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the path of the key; the file has to be readable for you alone (0600).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your certificate cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the path of the certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name server does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network, or give the address instead of the name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not use the socket of this server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect over TCP (host localhost), or ask for access to the folder of the socket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no way to this host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network, a VPN for instance, or use an SSH tunnel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection slots of this user or database are taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close connections that are not needed, or let an administrator raise the CONNECTION LIMIT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server is shutting down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again when it has been started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What answers there is not PostgreSQL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the port: PostgreSQL&apos;s usual one is 5432.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports are numbers from 1 to 65535.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such SSL mode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose disable, allow, prefer, require, verify-ca or verify-full.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>postgres::queries</name>
    <message>
        <source>The progress could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The locks could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leftover server processes could not be ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The databases could not be listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database %1 could not be created.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name for the new database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run: ALTER ROLE … CREATEDB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database %1 could not be dropped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database %1 could not be renamed to %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A script failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The planner statistics could not be gathered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tables could not be listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The privileges could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The replication state could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replication can be watched from PostgreSQL 10 on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server is %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The roles could not be listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s facts could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A snapshot could not be exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The snapshot could not be released.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rows of %1 could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rows of %1 could not be counted.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>process::ToolSet</name>
    <message>
        <source>The server runs PostgreSQL %1, but the newest %2 here is %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 refuses servers newer than itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not installed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of PostgreSQL %2 is not installed here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>process::installHint</name>
    <message>
        <source>Install it with: sudo apt install %1
If apt does not know that package, add PostgreSQL&apos;s own repository first: sudo apt install postgresql-common &amp;&amp; sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install it with: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The package comes from PostgreSQL&apos;s own repository for your system (PGDG).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install PostgreSQL %1&apos;s client programs, or name the folder that holds them in the settings.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>process::run</name>
    <message>
        <source>A pipe could not be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot write %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 took too long and was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended by signal %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>process::tools</name>
    <message>
        <source>The disk is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space there, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your quota on this disk is used up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server is newer than the PostgreSQL programs here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the client programs of the server&apos;s version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive was written by a newer pg_dump than the programs here can read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the client programs of the version that wrote it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row-level security hides rows from this user, so the backup would be incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up as the owner of the table or as a role with BYPASSRLS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This user may not read everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run: GRANT pg_read_all_data TO … (PostgreSQL 14 and newer), or grant SELECT on what is named here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A table is locked by somebody else, and the wait for it ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again when the other transaction has ended, or wait longer for locks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The standby cancelled the backup to keep up with its primary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up from the primary, or set hot_standby_feedback = on or a larger max_standby_streaming_delay on the standby.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server refused the password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the user name and the password of the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server asks for a password and none was given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the password in the connection, or add a line to your password file (~/.pgpass).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server ended the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the server&apos;s log: it may have been restarted, or have run out of memory. Then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An administrator ended it, or the server was stopped. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server cannot be reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that it runs, and test the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive is cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use another backup, or a copy of this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder that you may write to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no room for so many locks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A dump locks every table at once. Raise max_locks_per_transaction on the server and restart it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no rule that lets this user connect from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a line for this user, database and address to pg_hba.conf on the server and reload it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no such database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the spelling; names in PostgreSQL tell upper from lower case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server has no such user.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the spelling of the host name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part of the archive is missing or cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This dump is a plain SQL script.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run it with psql, or choose a dump in the custom format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no archive of pg_dump.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file that pg_dump has written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A table was dropped while the backup began.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>replication</name>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is connected and has not yet said how far it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follows closely.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has everything; nothing is being written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catching up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is behind, and moving.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is behind. Whether it moves will show within seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stalled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is behind and does not move. Replay may be paused or delayed there, or a long query, a full disk or a stopped process may hold it: look at the standby&apos;s log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Silent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been heard for too long. The network or the other server may be down; the figures are old.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replay was paused on this standby. Go on with: SELECT pg_wal_replay_resume();</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receiver only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stores the WAL and does not replay it (pg_receivewal, an archive).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not visible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This role may not see the standby&apos;s state. Let an administrator grant pg_monitor to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receives nothing from another server. Unless it is fed from an archive alone, look at primary_conninfo and at the standby&apos;s log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The role %1 may not see the state of replication on this standby.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The role %1 may not see the state of the standbys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run on the primary: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this standby</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>restore::contentCheck</name>
    <message>
        <source>Comparing the content with the backup</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>restore::run</name>
    <message numerus="yes">
        <source>Trying %n failed entry(s) again.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>restore::source</name>
    <message>
        <source>%1 cannot be restored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder of a backup set, or a file written by pg_dump in the custom format.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>store::History</name>
    <message>
        <source>The history cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The history cannot be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The history was written by a newer version of Tidemark and can only be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the newer version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run is in the history already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run is not in the history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted: the program ended before the run did.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>store::Profile</name>
    <message>
        <source>production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>staging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>local</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A connection profile cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A profile without identity.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A connection needs a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name of a connection is one line without control characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tunnel needs the name of its SSH server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has no connection.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>store::ProfileImport</name>
    <message>
        <source>“%1”: the file for %2 lies in pgAdmin&apos;s own storage and has to be chosen again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1”: its SSH tunnel logs in with a password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidemark uses your SSH keys and agent. Put your key on that server: ssh-copy-id %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” says not properly where its server is; left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has control characters in its settings; left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no service in this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no connection string.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This connection string says nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The passphrase of the certificate&apos;s key was left out: profiles hold no secrets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a file of servers that pgAdmin has exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is too large for one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It lists no servers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file holds no connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected is a pg_service.conf, a servers.json of pgAdmin, or a connection string.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is the same connection as “%2”; left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” was named “%2”, because there is another one of that name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>store::ProfileStore</name>
    <message>
        <source>The file with the connection profiles is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was left as it is. Correct it, restore it from a backup, or move it away to begin anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection profiles were written by a newer version of Tidemark and can only be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the newer version to change them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such connection profile any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a connection named “%1” already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a list of connection profiles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the permissions of the folder above it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no connection profile “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are none yet: add one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This connection profile is there already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” was changed by another process meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it again, then repeat your change.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>store::SecretStore</name>
    <message>
        <source>The saved password of “%1” cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock the keychain, or enter the password again. For runs without a desktop write this line into ~/.pgpass (mode 0600): %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain is locked, or the entry was removed from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain does not answer; it may be waiting to be unlocked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passwords are kept in memory until you quit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain cannot be used (%1). Passwords are kept in memory until you quit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password of “%1” could not be removed from the keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock the keychain and try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>store::ServiceFile</name>
    <message>
        <source>Line %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longer than PostgreSQL reads; left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stands before the first service; left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a service without a name; left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the service “%1” stands above already, and the first one counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a look-up in a directory (LDAP); left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL does not accept this line and refuses the whole service “%1”; left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a connection service file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is too large for one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not plain text in UTF-8.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>store::SqliteFile</name>
    <message>
        <source>Look at the permissions of the file and its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was left as it is. Move it away to begin a new one; backups are not concerned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The history cannot be opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The history cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::archive</name>
    <message>
        <source>At byte %1 of %2: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes follow the end of the table of contents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a PostgreSQL dump in the custom format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a PostgreSQL dump in the directory format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a PostgreSQL dump in the tar format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a PostgreSQL dump in plain SQL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a file compressed with gzip. It may hold a dump in plain SQL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a file compressed with zstd. It may hold a dump in plain SQL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a file compressed with lz4. It may hold a dump in plain SQL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a tar file, but not one that pg_dump wrote.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is text, but it does not begin like a PostgreSQL dump.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is an SQLite database, not a PostgreSQL dump.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a ZIP file, not a PostgreSQL dump.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is an encrypted file. It may hold a dump; decrypt it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the data folder of a PostgreSQL server, or a copy of one, not a dump.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This folder is not a PostgreSQL dump: it has no toc.dat.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is empty. A dump that failed leaves such a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a PostgreSQL dump that Tidemark knows.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::archive::BlockReader</name>
    <message>
        <source>the type of a data block is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a data block belongs to the entry number %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a piece of %1 bytes does not fit into what is left of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compressed data ends too early</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shortly before it, data cannot be decompressed (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shortly before it, bytes follow the end of compressed data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shortly before it, compressed data leads nowhere</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::archive::ByteSource</name>
    <message>
        <source>“%1” is not a regular file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file that pg_dump wrote.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file ends too early</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file became shorter while it was read</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::archive::CustomArchive</name>
    <message>
        <source>“%1” is the table of contents of another archive format.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder that it lies in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” holds no rows for %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the data of entry %1 is not where it should be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the data of entry %1 is said to be at byte %2, outside of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the data of entry %1 is missing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::archive::FieldReader</name>
    <message>
        <source>the file ends too early</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number cannot have been written by pg_dump</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text of %1 bytes does not fit into what is left of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text contains a zero byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a position in the file is too large</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::archive::ProgressReport</name>
    <message>
        <source>Reading back %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::archive::ReadBackRun</name>
    <message>
        <source>the file says that it is no custom archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data belongs to entry %1, which does not exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the data of entry %1 comes twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is data for entry %1, which has none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the data of entry %1 is of the wrong type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the data of entry %1 is said to be at byte %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the COPY statement of entry %1 cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>entry %1 contradicts itself about having data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file ends without the data of entry %1 (%2 %3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the rows of %1.%2 do not end as they must</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The SHA-256 of the file could not be computed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::archive::TocParser</name>
    <message>
        <source>“%1” was written by a pg_dump older than 9.0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its archive version is %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore it with pg_restore into a new database and back that up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a pg_dump archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not begin with PGDMP.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the size of integers is %1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the size of positions is %1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the archive format %1 is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the compression method %1 is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the compression level is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the date of creation is impossible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 entries do not fit into what is left of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the entry number %1 is impossible or used twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the mark for data of entry %1 is %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the kind of relation is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the mark for OIDs of entry %1 is neither true nor false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the section %1 is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an OID is not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a dependency of entry %1 is not a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the mark for the data position of entry %1 is %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an entry has no name or no type</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::backup</name>
    <message>
        <source>No folder is chosen for the backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder %1 cannot be written to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another folder, or change its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1 are free in this folder, and the tables hold %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space, or choose another folder. If the disk fills up, the backup is removed and nothing else is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may not use the schema of %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may not read %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row-level security hides rows of %2 from %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up as the table&apos;s owner, or let an administrator run: ALTER ROLE %1 BYPASSRLS;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run: GRANT pg_read_all_data TO %1;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run: GRANT USAGE ON SCHEMA %2 TO %1; GRANT SELECT ON %3 TO %1;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up as a superuser, or let one run for each: GRANT SELECT ON LARGE OBJECT %2 TO %1;</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::backup::Run</name>
    <message>
        <source>Saving roles and tablespaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file of roles and tablespaces is cut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the backup again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the backup back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backup was written but cannot be read back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pg_dump reported success.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::cli</name>
    <message>
        <source>Where to? --to DIR is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder that receives the backup set, as SERVER/DATABASE/TIME below it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to back up; the connection&apos;s own database where it is not given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out roles and tablespaces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect as this profile says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to this server: host=… port=… dbname=… user=…, or a postgresql:// URI, without a password. Without it and --profile, PGHOST, PGPORT, PGUSER, PGDATABASE and PGSERVICE say where.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the password from the first line of standard input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password cannot be read from standard input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no password on standard input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it as the first line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password for %1: </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A password in --connection would be visible to everybody on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it out and use --password-stdin, the prompt, ~/.pgpass or PGPASSWORD.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--profile and --connection exclude each other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1. Start a PostgreSQL primary with a sample database, and a standby that follows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL %1 runs in %2, reachable through a Unix socket only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped and removed; nothing is left behind. The tour took %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Primary: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standby: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For instance: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and remove them with: tidemarkctl demo stop %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped and removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>demo takes nothing, start DIR, or stop DIR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Primary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standby</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No standby is connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Condition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replay time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last reply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>socket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WAL status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--interval is a number of seconds from 1 to 3600.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--interval needs --watch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes on until interrupted; with --json one object per line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds between two looks; 2 by default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not proven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which folder? Exactly one is expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No backup sets are in this folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which profile? Its name is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list takes no name; to see one profile: profiles show NAME.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tunnel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no profiles yet. Add one with: tidemarkctl profiles add NAME --connection …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How is the profile to be called? Its name is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which server? --connection is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--environment is production, staging, local or none, not %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it out; keep it in ~/.pgpass, or save it from the window, which uses the keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added %1: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>through SSH host %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>password in the keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no password saved; passfile line: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be used as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed %1. Its backups stay where they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import what? A pg_service.conf, a servers.json of pgAdmin, or a URI is expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password of %1 was not taken over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save it from the window, which uses the keychain, or keep it in ~/.pgpass.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>profiles has no action %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For add: host=… port=… dbname=… user=…, or a postgresql:// URI, without a password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For add: production, staging, local or none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For add: reach the server through this SSH host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For test: read the password from the first line of standard input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which backup? Exactly one folder or file is expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Into which new database? --into NAME is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--owner is keep or me, not %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--jobs is a number from 1 to 64.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>equal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>different</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the new database. One that exists is never touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>me: everything belongs to the role that restores (default); keep: as in the backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parallel workers for rows and indexes; up to 4 by default.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::cli::Tour</name>
    <message>
        <source>Back up blog_db, and read every byte of the backup back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An accident: somebody deletes comments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>blog_db had %1 comments and has %2 now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore the backup into a new database, and compare every table with the backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has all %2 comments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far is the standby behind?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2; %3 still to replay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an unknown amount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo&apos;s standby is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::core</name>
    <message>
        <source>One argument too many: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--%1 is given more than once.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::restore</name>
    <message>
        <source>The new database has no name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name is longer than the 63 bytes that PostgreSQL allows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a shorter name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server already has a database named %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter another name. An existing database is never overwritten here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a database %1, which differs only in upper and lower case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A clearly different name prevents mix-ups.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::restore::Run</name>
    <message>
        <source>Reading the archive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Creating the database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server already has a database named %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name for the new database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The locale %1 does not exist on this server; the database uses the server&apos;s own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text may sort differently. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pg_restore crashed on this archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive may be damaged. Use another backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Creating tables and types</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Building indexes and constraints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be applied, which changes nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Privileges were not restored: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not restored: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is in the backup and not in the restored database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gathering planner statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rows of %1 could not be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has %2 rows instead of %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has the right number of rows, but their content differs from the backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some tables were compared by their number of rows only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The dump does not record the settings it was written with, or holds rows as INSERT statements.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What could be restored is in the database %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop it when you no longer need it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>restored as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result could not be noted beside the backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The half-restored database was removed; nothing else on the server was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The half-restored database %1 is still on the server and can be dropped.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui</name>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done, with warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not proven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open dump file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import servers…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the &amp;demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Back up now…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;store…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Test connection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;move…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Tidemark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::AboutDialog</name>
    <message>
        <source>The search for PostgreSQL&apos;s programs is still going on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of PostgreSQL&apos;s programs was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Tidemark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidemark %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backs up PostgreSQL and proves that the backups restore.
Free software under the GNU General Public License, version 3 or later. Icons: Lucide (ISC).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL&apos;s &amp;programs on this computer:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ActivityBar</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passwords are kept in memory until you quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running and past runs, with their logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is running. Ended last: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>: stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ActivityModel</name>
    <message>
        <source>Backup of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ActivityPanel</name>
    <message>
        <source>Running and past runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ca&amp;ncel run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has run yet. Backups and restores appear here with their log and their exact command.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>verdict: sentence</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup set</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::BackupReviewPage</name>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back &amp;up now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written to:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contents:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expected:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been done yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;time of the start&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the whole database; roles and tablespaces of the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the whole database, without roles and tablespaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking server, programs and folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks before a backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything needed is there: server, programs, permissions, space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 in %2, as last time (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The backup begins as soon as server, programs and folder are checked…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in tables, usually less when compressed; no earlier run to tell the time from</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::BackupRunPage</name>
    <message>
        <source>Backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Restore it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backing up %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ta&amp;bles in the backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No backup was made, and nothing half-made was left behind.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::BackupSetModel</name>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>in %n table(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody has read it back, or the newest check failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every byte was read back and counted on %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was restored, and every table compared, on %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::BackupWizard</name>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::BackupsPage</name>
    <message>
        <source>&amp;Back up now…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R&amp;estore…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also backups of other ser&amp;vers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No backups yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back up &amp;now…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looked for in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for backups…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>There are %n backup(s) of other servers in the same folders, and none of %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Backups of %1 will be listed here, with their size and how far they are proven.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ColourButton</name>
    <message>
        <source>Magenta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Violet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the environment</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::CommandView</name>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands that will be run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ComparisonModel</name>
    <message>
        <source>not readable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>equal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>content differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rows differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>–</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows in the backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows restored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compared</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ConnectionPage</name>
    <message>
        <source>&amp;Name:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How you call this server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shown beside the name, and on every page where data can be lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Environment:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Host or socket folder:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>db1.example.org, or /var/run/postgresql; empty: this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Po&amp;rt:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Database:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The one to connect to first; empty: named like the user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;User:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: your name on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the saved password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pass&amp;word:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved in the keychain; leave empty to keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved password will be removed from the keychain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No keychain can be used here: a password is kept in memory until you quit, never on disk. Empty: ~/.pgpass, a service file or PGPASSWORD is asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A password goes into your desktop&apos;s keychain; where none answers, it stays in memory until you quit. Empty: ~/.pgpass, a service file or PGPASSWORD is asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the server a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ConnectionTest</name>
    <message>
        <source>Result of the connection test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection test</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ContentModel</name>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows read back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uncompressed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::DatabaseBackupModel</name>
    <message>
        <source>No backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (no longer on the server)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the server</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::DatabaseModel</name>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This role may not connect to the database, so its size is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::DatabasePage</name>
    <message>
        <source>Also save &amp;roles and tablespaces (globals)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to back up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search databases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Databases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They belong to the whole server, so a dump of a database does not hold them. A new server needs them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One whole database: its tables with their rows, and everything that is defined in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking %1 for its databases…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List of databases</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::DemoSession</name>
    <message>
        <source>Start of the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo (primary)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Demo (standby)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End of the demo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::EncryptionPage</name>
    <message>
        <source>Root certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not said (prefer)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SSL &amp;mode:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Root certificate:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lient certificate:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client &amp;key:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never encrypted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encrypted only where the server insists.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encrypted where the server can; otherwise not, without a word.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always encrypted, but nobody checks that it is the right server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always encrypted; the server&apos;s certificate must come from an authority that you trust.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always encrypted; the certificate must be trusted and be made out to the host&apos;s name. The safest.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::FindingsView</name>
    <message>
        <source>Findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>And %n more; all of them are in the report.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::FolderPage</name>
    <message>
        <source>Where to, and how</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every backup becomes a folder of its own below the one you choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save in &amp;folder:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What will be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;More options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pg_dump --lock-wait-timeout: gives up, instead of waiting for ever, when another session holds a table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Wait for the lock on a table at most:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One file in PostgreSQL&apos;s custom format: pg_restore reads it without Tidemark, also for single tables.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compressed with %1, by pg_dump %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside it, roles and tablespaces as globals.sql, which only you may read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Afterwards every byte is read back, and the rows of every table are counted; only then does the backup appear.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder for backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a whole path, from the root of the disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not write to this folder. Choose another one, or change its permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder will be created.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 are free there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::Housekeeping</name>
    <message>
        <source>Search for PostgreSQL&apos;s programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Care of the history</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ImportDialog</name>
    <message>
        <source>Choose a &amp;file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My &amp;service file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connection string or URI:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or a file: pg_service.conf, or the servers.json that pgAdmin 4 exports (Tools, Import/Export Servers).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>&amp;Import %n server(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ImportModel</name>
    <message>
        <source>through %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Besides</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::KeywordModel</name>
    <message>
        <source>Keyword</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::LagFeed</name>
    <message>
        <source>Stop watching replication</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::LagWords</name>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replayed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last heard of: %1 before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>retains %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This standby</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>distance not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to replay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not yet written there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not yet sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No standby is connected to this server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2, %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n standbys need attention; %1: %2.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One of %n standbys needs attention; %1: %2.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n standbys; the furthest is %1: %2 %3.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replication of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Primary at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standby at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replication slots</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::LogView</name>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::MainWindow</name>
    <message>
        <source>Tidemark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 — Tidemark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the &amp;demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the &amp;demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of servers was written by a newer version of Tidemark. It can be used but not changed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contents of a dump</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a dump of the database %2. To restore it, choose a server: one of yours, or the demo&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a dump file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL dumps (*.dump *.backup *.pgdump *.custom)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::MorePage</name>
    <message>
        <source>&amp;Remove keyword</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A section of pg_service.conf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ser&amp;vice:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Options for the server:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other &amp;keywords of PostgreSQL&apos;s library (connect_timeout, target_session_attrs …):</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a secret; a profile does not keep secrets. Enter the password on the first page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL&apos;s library does not know this: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has a field of its own; enter it there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::Notices</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss this note</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::OverviewPage</name>
    <message>
        <source>&amp;Back up now…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R&amp;estore…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the connection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Databases and their last backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the server and looking for backups…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State of the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected to PostgreSQL %1 as %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at this server…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::PathField</name>
    <message>
        <source>Choose a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ProfileActions</name>
    <message>
        <source>%1 (copy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection to “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test &amp;again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove “%1” from the list?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server itself and its backups stay as they are. Forgotten are its settings here%1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and its password in the keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ProfileBanner</name>
    <message>
        <source>Server %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ProfileDialog</name>
    <message>
        <source>&amp;Test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SSH tunnel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file with the servers cannot be changed now, see the note in the window. Nothing entered here can be saved.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::RecordTable</name>
    <message>
        <source>&amp;Copy as text</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ReplicationPage</name>
    <message>
        <source>Choose a server on the left to see how far its standbys are behind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy as text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each standby that streams from this server has a card here with how far it is behind, and a line in a chart. One that was set up and is not here cannot reach this server or is refused: look at the standby&apos;s log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replication slots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of the bytes behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was measured in this time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of the seconds behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No replay time was reported in this time. A primary measures it only while something is written; a standby does not know it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;5 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind in replay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last seen: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replication cannot be seen now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused before the first look.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused. Measured %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not fresh. Measured %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not tried again until you ask for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next try in %1; the pauses grow to 30 s while it fails.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::RestorePage</name>
    <message>
        <source>From a backu&amp;p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no backups in the folders of this server yet. A dump file from elsewhere can be restored as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Restore…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backups to restore from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore a whole database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Into a new database beside the others. Nothing that exists is changed, and afterwards every table is compared with the backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From any other dump: drop a file of pg_dump (custom format) or the folder of a backup here, or choose it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open backup f&amp;older…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a PostgreSQL dump</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder of a backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for backups…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for backups</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::RestoreReviewPage</name>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;store now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New database:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Will be created:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been done yet, and nothing that exists will be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking server, programs and backup…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks before a restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything needed is there: server, programs, permissions, a free name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The restore begins as soon as server, programs and backup are checked…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n relation(s) – tables, views, sequences</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>; %1 rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; all of it owned by the role that restores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; owned as in the backup</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::RestoreRunPage</name>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy &amp;psql command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The command that opens the new database in psql.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restoring %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ta&amp;bles, compared with the backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The database %1 was not restored.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::RestoreWizard</name>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore to %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::RunPage</name>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run in back&amp;ground</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closes this window. The run goes on, and the activity bar shows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling… What was begun is being removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 left in this step, %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::RunWizard</name>
    <message>
        <source>C&amp;lose</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ServerList</name>
    <message>
        <source>Add ser&amp;ver…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::ServerView</name>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replication</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+%1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::Shutdown</name>
    <message>
        <source>Quit Tidemark</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) would be stopped.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1

What is stopped leaves nothing behind that looks like a whole backup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping what runs. This takes ten seconds at most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for runs to stop</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::SlotsModel</name>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no limit (max_slot_wal_keep_size), or the server is older than 13.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needed WAL was removed: this slot cannot be used any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needed WAL may be removed at the next checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It holds more than max_wal_size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WAL that the server keeps for this slot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much can still be written before the slot is in danger of being lost (safe_wal_size).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wal_status: reserved, extended, unreserved, lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retained WAL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WAL status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safe WAL size</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::SourcePage</name>
    <message numerus="yes">
        <source>%n table(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n table(s) with %1 rows</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>What to restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a &amp;file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a backup f&amp;older…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A whole database, into a new one on this server. Nothing that exists is changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder of a backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a PostgreSQL dump</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is chosen yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the contents…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contents of a backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Database:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server version:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PostgreSQL %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contents:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file has no record of what must come out of it. It is read once before anything is created, and its rows are counted.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::StandbyCard</name>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sender not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>local socket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flushed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replayed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured by the server, and as old as the last reply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was nothing to measure; that is not the same as no lag.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age of the last message: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age of the last reply: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age of the last replayed commit: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The age of the last commit is no lag: it grows while nothing is written, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A standby reports every ten seconds at the latest (wal_receiver_status_interval).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::TargetPage</name>
    <message>
        <source>&amp;Keep the owners of the backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs the same roles on this server, and the right to act for them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the &amp;new database:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Owner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new database on this server. It gets its name only when everything is in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;More options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pg_restore --jobs: how many tables are loaded and indexes built at the same time. Automatic is one per core, at most 4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Parallel workers:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking %1 for its databases and roles…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks of a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything &amp;belongs to %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::TrayIcon</name>
    <message>
        <source>&amp;Show Tidemark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Tidemark: %n run(s) going on</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Tidemark: a run needs attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidemark: nothing is running</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::TrayPresence</name>
    <message>
        <source>When you close the window, shall Tidemark stay in the tray, so that runs go on? You are asked this once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay in the &amp;tray</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run has ended</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::TunnelPage</name>
    <message>
        <source>Reach the server through an SSH &amp;tunnel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identity file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bastion.example.org, or a Host of ~/.ssh/config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tidemark runs your own ssh: its configuration, agent and known hosts count. It asks for no password; the host and port of the first page are looked up from the SSH server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SSH &amp;server:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;User:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Identity file:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Options of ssh, one per line:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tunnel needs the name of its SSH server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An option of ssh is written Keyword=value: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::WelcomePage</name>
    <message>
        <source>&amp;Add a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say where your PostgreSQL is, then back it up, restore it and watch its standbys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts two small PostgreSQL servers of its own with a sample blog; nothing of yours is touched, and all is gone when you quit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open a dump file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file that pg_dump wrote; you can also drop it on this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backups of PostgreSQL that are proven to restore</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tidemark::ui::WizardSteps</name>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::Chart</name>
    <message>
        <source>d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ms</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::LagTrend</name>
    <message>
        <source>%1 more than %2 s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 less than %2 s ago</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::Overview</name>
    <message>
        <source>Not protected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No backup of this server is known. If it died now, everything on it would be lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>If this server died now you would lose everything in %n database(s) without a backup, and at most %1 of the others.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Protected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backups are old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If this server died now you would lose at most %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Partly known</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Counted are the %n database(s) with a backup; the server could not be asked for others.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Last proven restore: %1, took %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing yet that could be restored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No backup of this server has been restored yet, so how long that takes is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 may not read every table; a backup of others&apos; tables would fail.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let an administrator run: GRANT pg_read_all_data TO %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::ServerState</name>
    <message>
        <source>not tried yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not reachable</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ui::backup</name>
    <message>
        <source>gzip, level %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
