// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hsqldb.Database;
import org.hsqldb.lib.EventLogInterface;
import org.hsqldb.lib.FileAccess;
import org.hsqldb.lib.FileUtil;
import org.hsqldb.persist.HsqlDatabaseProperties;

/**
 * HSQLDB's way to its files: keeps the {@link Manifest} in step with the log and with each checkpoint, and lets no failure to sync pass.
 * HSQLDB calls it under its own locks, but from several threads.
 */
final class GuardedFiles implements FileAccess {
    private final FileAccess ordinary = FileUtil.getFileUtil();
    private final Database database;
    private final DatabaseFiles files;
    private final ManifestFile file;
    private final WriterStop stop;
    private Manifest manifest;
    private DurableLog log;
    private DiskWitness witness = DiskWitness.NONE;

    GuardedFiles(Database database, DatabaseFiles files, ManifestFile file, Manifest manifest, WriterStop stop) {
        this.database = database;
        this.files = files;
        this.file = file;
        this.manifest = manifest;
        this.stop = stop;
    }

    /** The log of changes is opened in this way, and the script of a checkpoint; with it begins and ends each checkpoint. */
    @Override
    public synchronized OutputStream openOutputStreamElementAppend(String name) throws IOException {
        Path path = Path.of(name).toAbsolutePath().normalize();
        if (path.equals(files.newScript())) {
            return new DurableScript(path, this::scriptIsComplete, stop);
        }
        if (path.equals(files.log())) {
            return log();
        }
        return ordinary.openOutputStreamElementAppend(name);
    }

    /** The log goes on if the checkpoint failed, and begins anew after one. */
    private OutputStream log() throws IOException {
        boolean goesOn = log != null && log.isOpen();
        if (!goesOn) {
            if (Files.exists(files.log()) && Files.size(files.log()) > 0) {
                // the checkpoint that was to bring this log into use has failed
                throw new IOException(files.log() + " is not of this server");
            }
            log = DurableLog.begin(files.log(), this::logIsSynced, stop);
            witness.close();
            witness = DiskWitness.of(files);
        }
        // HSQLDB itself does that after the first commit: with a manifest that names a log nothing else may be there
        database.getProperties().setDBModified(HsqlDatabaseProperties.FILES_MODIFIED);
        manifest = goesOn
                ? manifest.withNext(FileSum.NONE)
                : manifest.open(FileSum.of(files.script()), FileSum.lengthOf(files.data()));
        file.writeDurably(manifest);
        return new Closing(log);
    }

    private synchronized void scriptIsComplete(FileSum script) {
        manifest = manifest.withNext(script);
        try {
            file.writeDurably(manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void logIsSynced(FileSum synced) {
        manifest = manifest.withLog(synced);
        try {
            file.write(manifest);
        } catch (IOException e) {
            // on a full disk too: its blocks are allocated
            stop.stop("the manifest of the database cannot be written", e);
        }
    }

    /** Before the log is removed, all that it led to must be in the other files, on the disk. */
    private synchronized void endLog() throws IOException {
        try {
            confirm();
        } finally {
            log.close();
        }
    }

    synchronized DiskWitness witness() {
        return witness;
    }

    private void confirm() throws IOException {
        try {
            witness.sync();
        } catch (IOException e) {
            stop.stop("the files of the database cannot be synced to the disk", e);
            throw e;
        }
    }

    /** Whether the log is written by this, as it is from the first checkpoint on. */
    synchronized boolean isInUse() {
        return log != null;
    }

    /** The manifest of the closed database. */
    synchronized void close() throws IOException {
        try {
            confirm();
            file.writeDurably(new Manifest(
                    Manifest.Phase.CLOSED,
                    FileSum.of(files.script()),
                    FileSum.NONE,
                    FileSum.EMPTY,
                    FileSum.of(files.data()),
                    FileSum.lengthOf(files.lobs()),
                    FileSum.of(files.properties())));
        } finally {
            witness.close();
            file.close();
        }
    }

    @Override
    public FileSync getFileSync(OutputStream stream) throws IOException {
        if (stream instanceof Closing closing) {
            return closing.target::sync;
        }
        if (stream instanceof DurableScript script) {
            return script::sync;
        }
        return ordinary.getFileSync(stream);
    }

    @Override
    public InputStream openInputStreamElement(String name) throws IOException {
        return ordinary.openInputStreamElement(name);
    }

    @Override
    public OutputStream openOutputStreamElement(String name) throws IOException {
        return ordinary.openOutputStreamElement(name);
    }

    @Override
    public boolean isStreamElement(String name) {
        return ordinary.isStreamElement(name);
    }

    @Override
    public void createParentDirs(String name) {
        ordinary.createParentDirs(name);
    }

    @Override
    public boolean removeElement(String name) {
        return ordinary.removeElement(name);
    }

    @Override
    public boolean renameElement(String name, String newName) {
        return ordinary.renameElement(name, newName);
    }

    @Override
    public boolean renameElementOrCopy(String name, String newName, EventLogInterface logger) {
        return ordinary.renameElementOrCopy(name, newName, logger);
    }

    /** The log as HSQLDB has it: when it closes it, a checkpoint is about to remove it. */
    private final class Closing extends OutputStream {
        private final DurableLog target;

        Closing(DurableLog target) {
            this.target = target;
        }

        @Override
        public void write(int octet) throws IOException {
            target.write(octet);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            target.write(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (target.isOpen()) {
                endLog();
            }
        }
    }
}
