// SPDX-License-Identifier: GPL-3.0-or-later
// The contents of a dump as people look for them: by schema, kind and object. Built once, off the GUI thread; a
// hundred thousand objects are a few plain arrays.
#pragma once

#include "archive/dump.h"
#include "ui/contents/objectkind.h"

#include <QHash>
#include <QList>
#include <QString>

#include <span>
#include <vector>

namespace tidemark::ui {

/// What a line of the tree without entries of its own stands for.
struct ContentGroup
{
    enum class Level : quint8
    {
        Part,          // a database of a cluster-wide dump, or its globals
        Schema,
        WithoutSchema, // extensions, large objects, settings
        Kind,
    };
    Level level = Level::Kind;
    ObjectKind kind = ObjectKind::Other; // of Kind
    int part = 0;
    int parent = -1; // group, -1 for the top level
    int object = -1; // the schema itself, where the dump creates it
    QString name;    // of Part and Schema, as it is
    std::vector<int> groups;
    std::vector<int> objects; // by name
};

/// An entry that is shown by itself, with what belongs to it.
struct ContentObject
{
    int part = 0;
    int entry = 0;          // index into the part's entries
    int data = -1;          // the same, of its rows or of a sequence's value; may be `entry` itself
    int group = -1;         // the Kind it stands in; for a schema its own group
    ObjectKind kind = ObjectKind::Other;
    qint64 bytes = -1;      // of its data in the file; -1: not known
    qint64 rows = -1;       // as the backup set counted them; -1: not known
};

/// Immutable once built. Refers to the contents, which must outlive it.
class ContentIndex
{
public:
    struct TableFacts
    {
        qint64 rows = -1;
    };

    /// `tables`: by "schema\nname", what a backup set knows.
    ContentIndex(const archive::DumpContents& contents, const QHash<QString, TableFacts>& tables);

    const archive::DumpContents& contents() const { return m_contents; }
    const std::vector<ContentObject>& objects() const { return m_objects; }
    const std::vector<ContentGroup>& groups() const { return m_groups; }
    const std::vector<int>& topGroups() const { return m_top; }
    bool hasParts() const { return m_contents.parts.size() > 1; }

    const ContentObject& object(int index) const { return m_objects[static_cast<size_t>(index)]; }
    const ContentGroup& group(int index) const { return m_groups[static_cast<size_t>(index)]; }
    const archive::Toc& toc(int part) const { return m_contents.parts.at(part).toc; }
    const archive::TocEntry& entry(const ContentObject& object) const { return toc(object.part).entries.at(object.entry); }
    /// Comment, privileges, rows and the like, indexes of entries in the order of the archive.
    std::span<const int> attachments(int object) const;
    /// The object that an entry is or belongs to; -1 for an id that the dump has not.
    int objectOf(int part, int dumpId) const;

    /// Objects that this one names as needed, and those that name this one. Sorted by name, without repetition.
    QList<int> needs(int object) const;
    QList<int> neededBy(int object) const;

    /// schema.name where it has a schema, one line, for people.
    QString displayName(int object) const;
    /// As SQL writes it.
    QString sqlName(int object) const;
    /// As tidemarkctl takes it: without quotes where it needs none.
    QString commandName(int object) const;
    /// Name of a group for people: "Tables", "public", "Without a schema".
    QString groupTitle(int group) const;

private:
    using PerPart = std::vector<std::vector<int>>;
    void readPart(int part);
    std::vector<int> ownersIn(int part) const;
    int ownerOf(int part, int entry) const;
    void addObjects(int part, const std::vector<int>& owners);
    void linkAttachments();
    void linkUsers();
    int groupOfPart(int part);
    int groupFor(int part, const archive::TocEntry& entry, ObjectKind kind);
    int groupAround(int part, const QString& schema);
    int addGroup(ContentGroup group);
    void sortGroups();
    QList<int> sortedByName(std::vector<int> objects) const;

    const archive::DumpContents& m_contents;
    std::vector<ContentObject> m_objects;
    std::vector<ContentGroup> m_groups;
    std::vector<int> m_top;
    // While building: the group of a part, of what is in a schema of it, and of the kinds in that.
    QHash<int, int> m_partGroups;
    QHash<std::pair<int, QString>, int> m_schemaGroups;
    QHash<std::pair<int, int>, int> m_kindGroups;
    QList<QHash<int, int>> m_entryOfDumpId;   // per part
    PerPart m_objectOfEntry;
    std::vector<int> m_attachmentStart; // of object i in m_attachments; one more than objects
    std::vector<int> m_attachments;
    std::vector<int> m_userStart; // the same for the objects that need it
    std::vector<int> m_users;
};

} // namespace tidemark::ui
