// The database that `serve` and the report answer from.
//
// Built once from a run, then only read; see README.md.

#ifndef TIKRAR_SERVE_SCHEMA_H_
#define TIKRAR_SERVE_SCHEMA_H_

namespace tikrar {

// In the run directory: all but what search needs, and that.
inline constexpr char kDatabaseFile[] = "serve.sqlite";
inline constexpr char kSearchFile[] = "serve-search.sqlite";

// Raised by whatever changes what a database holds: one of another version is
// built anew.
inline constexpr int kDatabaseVersion = 4;

// Documents are numbered in input order, families as in families.jsonl,
// sources in the order of their first document.
// `stays` of a document: whether clean leaves anything of it; `keep` is what
// the scan proposed. `own` of a family: whether `from_source`, which had it
// first, has it again. `share` of a kind: of its bytes those of no kind before
// it, so that these add up. `tied` and `undated` of what two sources share: the
// families of which both have it from the same time, and of which a copy has no
// date; the one that comes first in the corpus counts as first there. `goes_as`
// of a text: the kind as which clean lets all of the document go, null where it
// stays; that is not always what scan proposed. Dates are seconds as of
// DateOrder, null where there is none. Kinds and units are the numbers of their
// enums.
inline constexpr char kTables[] = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE source(id INTEGER PRIMARY KEY, name TEXT NOT NULL,
  documents INTEGER, bytes INTEGER, first_date TEXT, last_date TEXT,
  templates INTEGER NOT NULL DEFAULT 0);
CREATE TABLE source_kind(source INTEGER, kind INTEGER, spans INTEGER,
  bytes INTEGER, documents INTEGER, share INTEGER, PRIMARY KEY(source, kind))
  WITHOUT ROWID;
CREATE TABLE document(id INTEGER PRIMARY KEY, doc TEXT NOT NULL,
  source INTEGER, url TEXT, date TEXT, date_order INTEGER, title TEXT,
  bytes INTEGER, keep INTEGER, reason INTEGER, keeper TEXT, stays INTEGER);
CREATE TABLE document_text(id INTEGER PRIMARY KEY, goes_as INTEGER,
  cleaned TEXT, text BLOB);
CREATE TABLE span(document INTEGER, position INTEGER, begin INTEGER,
  end INTEGER, kind INTEGER, role TEXT, family INTEGER, score REAL,
  PRIMARY KEY(document, position)) WITHOUT ROWID;
CREATE TABLE family(id INTEGER PRIMARY KEY, kind INTEGER, unit INTEGER,
  members INTEGER, documents INTEGER, sources INTEGER, bytes INTEGER,
  repeated INTEGER, from_source INTEGER, own INTEGER, first INTEGER,
  date_first INTEGER, date_last INTEGER);
CREATE TABLE family_text(id INTEGER PRIMARY KEY, short TEXT, role TEXT,
  last_date TEXT, pattern TEXT, source_documents INTEGER,
  representative INTEGER, begin INTEGER, end INTEGER, text BLOB);
CREATE TABLE family_source(family INTEGER, source INTEGER,
  PRIMARY KEY(family, source)) WITHOUT ROWID;
CREATE TABLE member(family INTEGER, position INTEGER, document INTEGER,
  begin INTEGER, end INTEGER, score REAL, PRIMARY KEY(family, position))
  WITHOUT ROWID;
CREATE TABLE sharing(kind INTEGER, from_source INTEGER, to_source INTEGER,
  families INTEGER, documents INTEGER, bytes INTEGER, tied INTEGER,
  undated INTEGER, PRIMARY KEY(kind, from_source, to_source)) WITHOUT ROWID;
CREATE TABLE reject(id INTEGER PRIMARY KEY, json TEXT);
)sql";

// Needed while it is built.
inline constexpr char kDocumentIndexes[] = R"sql(
CREATE UNIQUE INDEX document_by_doc ON document(doc);
CREATE INDEX document_by_source ON document(source, id);
)sql";

inline constexpr char kIndexes[] = R"sql(
CREATE INDEX member_by_document ON member(document, family);
CREATE INDEX family_source_by_source ON family_source(source, family);
CREATE INDEX family_by_repeated ON family(repeated DESC);
CREATE INDEX family_by_bytes ON family(bytes DESC);
CREATE INDEX family_by_members ON family(members DESC);
CREATE INDEX family_by_documents ON family(documents DESC);
CREATE INDEX family_by_sources ON family(sources DESC);
CREATE INDEX family_by_kind ON family(kind);
CREATE INDEX family_by_date ON family(date_first DESC);
CREATE INDEX document_by_reason ON document(reason) WHERE reason NOT NULL;
)sql";

// Which texts hold which words; neither the places of these nor the texts
// themselves, which makes it half as large and fast to build.
inline constexpr char kSearchTables[] = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE VIRTUAL TABLE document_words USING fts5(words, content='',
  columnsize=0, detail=none, tokenize='ascii');
CREATE VIRTUAL TABLE family_words USING fts5(words, content='',
  columnsize=0, detail=none, tokenize='ascii');
INSERT INTO document_words(document_words, rank) VALUES('automerge', 0);
INSERT INTO family_words(family_words, rank) VALUES('automerge', 0);
)sql";

}  // namespace tikrar

#endif  // TIKRAR_SERVE_SCHEMA_H_
