// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/contents/contentindex.h"

#include "core/quoting.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace tidemark::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ui::ContentIndex", text);
}

/// Turns pairs (key, value) into runs of values per key.
void collect(std::vector<std::pair<int, int>>& pairs, size_t keys, std::vector<int>& start, std::vector<int>& values)
{
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    start.assign(keys + 1, 0);
    values.clear();
    values.reserve(pairs.size());
    for (const auto& [key, value] : pairs) {
        ++start[static_cast<size_t>(key) + 1];
        values.push_back(value);
    }
    for (size_t i = 1; i < start.size(); ++i)
        start[i] += start[i - 1];
}

std::span<const int> runOf(int key, const std::vector<int>& start, const std::vector<int>& values)
{
    const auto first = static_cast<size_t>(start[static_cast<size_t>(key)]);
    const auto last = static_cast<size_t>(start[static_cast<size_t>(key) + 1]);
    return std::span(values).subspan(first, last - first);
}

bool isData(const archive::TocEntry& entry)
{
    return entry.isTableData() || entry.type() == QLatin1String("SEQUENCE SET") ||
           entry.type() == QLatin1String("MATERIALIZED VIEW DATA");
}

bool isLess(const QString& a, const QString& b)
{
    const int order = a.compare(b, Qt::CaseInsensitive);
    return order != 0 ? order < 0 : a < b;
}

} // namespace

ContentIndex::ContentIndex(const archive::DumpContents& contents, const QHash<QString, TableFacts>& tables)
    : m_contents(contents)
{
    m_entryOfDumpId.resize(contents.parts.size());
    m_objectOfEntry.resize(static_cast<size_t>(contents.parts.size()));
    for (int part = 0; part < contents.parts.size(); ++part)
        readPart(part);
    for (ContentObject& object : m_objects) {
        if (object.data < 0)
            continue;
        const archive::TocEntry& data = toc(object.part).entries.at(object.data);
        object.bytes = data.dataBytes();
        object.rows = tables.value(data.schema() + QLatin1Char('\n') + data.tag()).rows;
    }
    linkAttachments();
    linkUsers();
    sortGroups();
    m_partGroups.clear();
    m_schemaGroups.clear();
    m_kindGroups.clear();
}

void ContentIndex::readPart(int part)
{
    const archive::TocEntries& entries = toc(part).entries;
    QHash<int, int>& ids = m_entryOfDumpId[part];
    ids.reserve(entries.size());
    for (int i = 0; i < entries.size(); ++i)
        ids.insert(entries.at(i).dumpId(), i);
    groupOfPart(part); // also of a database with nothing in it
    addObjects(part, ownersIn(part));
}

/// Per entry the entry that it is shown with: itself for what stands alone.
std::vector<int> ContentIndex::ownersIn(int part) const
{
    const archive::TocEntries& entries = toc(part).entries;
    std::vector<int> owners(static_cast<size_t>(entries.size()));
    bool missed = false; // data without a recorded dependency
    for (int i = 0; i < entries.size(); ++i) {
        const bool attached = isAttachment(entries.at(i));
        owners[static_cast<size_t>(i)] = attached ? ownerOf(part, i) : i;
        missed = missed || (attached && owners[static_cast<size_t>(i)] == i);
    }
    if (!missed)
        return owners;
    // It belongs to the relation of that name.
    QHash<std::pair<QString, QString>, int> relations;
    for (int i = 0; i < entries.size(); ++i) {
        if (kindOf(entries.at(i)) <= ObjectKind::Sequence && !isAttachment(entries.at(i)))
            relations.insert({entries.at(i).schema(), entries.at(i).tag()}, i);
    }
    for (int i = 0; i < entries.size(); ++i) {
        int& owner = owners[static_cast<size_t>(i)];
        if (owner == i && isData(entries.at(i)))
            owner = relations.value({entries.at(i).schema(), entries.at(i).tag()}, i);
    }
    return owners;
}

int ContentIndex::ownerOf(int part, int entry) const
{
    const archive::TocEntries& entries = toc(part).entries;
    const archive::TocEntry& attached = entries.at(entry);
    int first = entry;
    for (const int dependency : attached.dependencies()) {
        const int other = m_entryOfDumpId.at(part).value(dependency, -1);
        if (other < 0 || isAttachment(entries.at(other)))
            continue;
        // "DEFAULT" has the tag "table column" and needs functions too; an attached partition needs its parent.
        const QString& tag = entries.at(other).tag();
        if (tag == attached.tag() || attached.tag().startsWith(tag + QLatin1Char(' ')))
            return other;
        if (first == entry)
            first = other;
    }
    return first;
}

void ContentIndex::addObjects(int part, const std::vector<int>& owners)
{
    const archive::TocEntries& entries = toc(part).entries;
    auto& objects = m_objectOfEntry[static_cast<size_t>(part)];
    objects.assign(owners.size(), -1);
    for (int i = 0; i < entries.size(); ++i) {
        if (owners[static_cast<size_t>(i)] != i)
            continue;
        const archive::TocEntry& entry = entries.at(i);
        ContentObject object;
        object.part = part;
        object.entry = i;
        object.kind = kindOf(entry);
        if (isData(entry))
            object.data = i;
        object.group = groupFor(part, entry, object.kind);
        const int index = static_cast<int>(m_objects.size());
        objects[static_cast<size_t>(i)] = index;
        ContentGroup& group = m_groups[static_cast<size_t>(object.group)];
        if (object.kind == ObjectKind::Schema)
            group.object = index;
        else
            group.objects.push_back(index);
        m_objects.push_back(object);
    }
    for (size_t i = 0; i < owners.size(); ++i) {
        if (objects[i] >= 0)
            continue;
        objects[i] = objects[static_cast<size_t>(owners[i])];
        if (isData(entries.at(static_cast<int>(i))))
            m_objects[static_cast<size_t>(objects[i])].data = static_cast<int>(i);
    }
}

void ContentIndex::linkAttachments()
{
    std::vector<std::pair<int, int>> attachments;
    for (int part = 0; part < m_contents.parts.size(); ++part) {
        const auto& owners = m_objectOfEntry[static_cast<size_t>(part)];
        for (int entry = 0; entry < static_cast<int>(owners.size()); ++entry) {
            const int owner = owners[static_cast<size_t>(entry)];
            if (object(owner).entry != entry)
                attachments.emplace_back(owner, entry);
        }
    }
    collect(attachments, m_objects.size(), m_attachmentStart, m_attachments);
}

void ContentIndex::linkUsers()
{
    std::vector<std::pair<int, int>> users;
    for (int part = 0; part < m_contents.parts.size(); ++part) {
        const archive::TocEntries& entries = toc(part).entries;
        for (int i = 0; i < entries.size(); ++i) {
            const int user = m_objectOfEntry[static_cast<size_t>(part)][static_cast<size_t>(i)];
            for (const int dependency : entries.at(i).dependencies()) {
                const int needed = objectOf(part, dependency);
                if (needed >= 0 && needed != user)
                    users.emplace_back(needed, user);
            }
        }
    }
    collect(users, m_objects.size(), m_userStart, m_users);
}

int ContentIndex::addGroup(ContentGroup group)
{
    const int index = static_cast<int>(m_groups.size());
    if (group.parent < 0)
        m_top.push_back(index);
    else
        m_groups[static_cast<size_t>(group.parent)].groups.push_back(index);
    m_groups.push_back(std::move(group));
    return index;
}

/// -1 where the dump is of one database.
int ContentIndex::groupOfPart(int part)
{
    if (!hasParts())
        return -1;
    const auto known = m_partGroups.constFind(part);
    if (known != m_partGroups.cend())
        return *known;
    const int made = addGroup({ContentGroup::Level::Part, ObjectKind::Other, part, -1, -1, toc(part).database, {}, {}});
    m_partGroups.insert(part, made);
    return made;
}

/// That of a schema, or of what is in none. Globals have kinds at once: nothing of theirs is in a schema.
int ContentIndex::groupAround(int part, const QString& schema)
{
    const std::pair<int, QString> key(part, schema);
    const auto known = m_schemaGroups.constFind(key);
    if (known != m_schemaGroups.cend())
        return *known;
    const int parent = groupOfPart(part);
    int made = parent;
    if (!schema.isEmpty())
        made = addGroup({ContentGroup::Level::Schema, ObjectKind::Schema, part, parent, -1, schema, {}, {}});
    else if (m_contents.parts.at(part).kind != archive::DumpPart::Kind::Globals)
        made = addGroup({ContentGroup::Level::WithoutSchema, ObjectKind::Other, part, parent, -1, {}, {}, {}});
    m_schemaGroups.insert(key, made);
    return made;
}

int ContentIndex::groupFor(int part, const archive::TocEntry& entry, ObjectKind kind)
{
    if (kind == ObjectKind::Schema)
        return groupAround(part, entry.tag());
    const int around = groupAround(part, entry.schema());
    const std::pair<int, int> key(around, static_cast<int>(kind));
    const auto known = m_kindGroups.constFind(key);
    if (known != m_kindGroups.cend())
        return *known;
    const int made = addGroup({ContentGroup::Level::Kind, kind, part, around, -1, {}, {}, {}});
    m_kindGroups.insert(key, made);
    return made;
}

void ContentIndex::sortGroups()
{
    const auto before = [this](int a, int b) {
        const ContentGroup& left = group(a);
        const ContentGroup& right = group(b);
        if (left.level != right.level)
            return left.level < right.level;
        if (left.level == ContentGroup::Level::Kind)
            return left.kind < right.kind;
        if (left.level == ContentGroup::Level::Part)
            return left.part < right.part;
        return isLess(left.name, right.name);
    };
    std::sort(m_top.begin(), m_top.end(), before);
    std::vector<std::pair<QString, int>> names; // folded once: comparing with folding takes many times as long
    for (ContentGroup& sorted : m_groups) {
        std::sort(sorted.groups.begin(), sorted.groups.end(), before);
        names.clear();
        names.reserve(sorted.objects.size());
        for (const int number : sorted.objects)
            names.emplace_back(entry(object(number)).tag().toCaseFolded(), number);
        std::sort(names.begin(), names.end());
        std::transform(names.begin(), names.end(), sorted.objects.begin(), [](const auto& name) { return name.second; });
    }
}

std::span<const int> ContentIndex::attachments(int object) const
{
    return runOf(object, m_attachmentStart, m_attachments);
}

int ContentIndex::objectOf(int part, int dumpId) const
{
    const int entry = m_entryOfDumpId.at(part).value(dumpId, -1);
    return entry < 0 ? -1 : m_objectOfEntry[static_cast<size_t>(part)][static_cast<size_t>(entry)];
}

QList<int> ContentIndex::sortedByName(std::vector<int> objects) const
{
    std::sort(objects.begin(), objects.end());
    objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
    std::sort(objects.begin(), objects.end(), [this](int a, int b) {
        const ContentObject& left = object(a);
        const ContentObject& right = object(b);
        if (left.kind != right.kind)
            return left.kind < right.kind;
        return isLess(entry(left).tag(), entry(right).tag());
    });
    return {objects.begin(), objects.end()};
}

QList<int> ContentIndex::needs(int index) const
{
    const ContentObject& chosen = object(index);
    std::vector<int> found;
    const auto add = [&](const archive::TocEntry& of) {
        for (const int dependency : of.dependencies()) {
            const int needed = objectOf(chosen.part, dependency);
            if (needed >= 0 && needed != index)
                found.push_back(needed);
        }
    };
    add(entry(chosen));
    for (const int attached : attachments(index))
        add(toc(chosen.part).entries.at(attached));
    return sortedByName(std::move(found));
}

QList<int> ContentIndex::neededBy(int index) const
{
    const std::span<const int> users = runOf(index, m_userStart, m_users);
    return sortedByName({users.begin(), users.end()});
}

QString ContentIndex::displayName(int index) const
{
    const archive::TocEntry& shown = entry(object(index));
    return core::singleLine(shown.schema().isEmpty() ? shown.tag() : shown.schema() + QLatin1Char('.') + shown.tag());
}

QString ContentIndex::sqlName(int index) const
{
    const archive::TocEntry& shown = entry(object(index));
    const ObjectKind kind = object(index).kind;
    // The tag of a function has its arguments, that of a constraint its table: they are no plain names.
    const bool isName = kind <= ObjectKind::Sequence || kind == ObjectKind::Type || kind == ObjectKind::Schema ||
                        kind == ObjectKind::Index;
    if (!isName)
        return shown.schema().isEmpty() ? shown.tag() : core::quoteIdentifier(shown.schema()) + QLatin1Char('.') + shown.tag();
    return shown.schema().isEmpty() ? core::quoteIdentifier(shown.tag()) : core::quoteQualified(shown.schema(), shown.tag());
}

QString ContentIndex::commandName(int index) const
{
    static const QRegularExpression plain(QStringLiteral("\\A[a-z_][a-z0-9_]*\\z"));
    const archive::TocEntry& shown = entry(object(index));
    const bool isPlain = plain.match(shown.tag()).hasMatch() && plain.match(shown.schema()).hasMatch();
    return isPlain ? shown.schema() + QLatin1Char('.') + shown.tag() : sqlName(index);
}

QString ContentIndex::groupTitle(int index) const
{
    const ContentGroup& named = group(index);
    switch (named.level) {
    case ContentGroup::Level::Kind:
        return kindTitle(named.kind);
    case ContentGroup::Level::WithoutSchema:
        return tr("Outside of schemas");
    case ContentGroup::Level::Part:
        if (m_contents.parts.at(named.part).kind == archive::DumpPart::Kind::Globals)
            return tr("Roles, tablespaces and settings");
        return core::singleLine(named.name);
    case ContentGroup::Level::Schema:
        break;
    }
    return core::singleLine(named.name);
}

} // namespace tidemark::ui
