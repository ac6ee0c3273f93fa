// The result of a scan as plain rows: what the files of a run directory hold.
//
// One struct a file of the contract, one member a key, in the order of the
// keys. The pipeline fills them, the report module writes and shows them.

#ifndef TIKRAR_RUN_H_
#define TIKRAR_RUN_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tikrar/document.h"
#include "tikrar/store.h"

namespace tikrar {

// What a span or match is. The set is closed; names: KindName.
enum class Kind : uint8_t {
  kBoilerplate = 0,
  kRelated,
  kRepeat,
  kDuplicate,
  kSyndicated,
  kQuote,
  kPassage,
};
inline constexpr int kKindCount = 7;
std::string_view KindName(Kind kind);

// What a match joins.
enum class Unit : uint8_t { kDocument = 0, kBlock, kPassage };
std::string_view UnitName(Unit unit);

inline constexpr int64_t kNoId = -1;  // "null" of an id in a row

// Documents are named by their index in RunResult::documents here; the files
// carry their ids.
struct DocumentRow {
  Document document;  // id and source resolved, id unique in the run
  bool keep = true;
  std::optional<Kind> reason;
  int64_t keeper = kNoId;  // index of the document kept instead
};

struct SpanRow {
  uint32_t doc = 0;
  TextRange range;
  Kind kind = Kind::kPassage;
  std::string_view role;   // "" = null; static storage
  int64_t family = kNoId;  // index into RunResult::families
  double score = 1.0;      // similarity to the family's representative, 0..1
};

struct FamilyMember {
  uint32_t doc = 0;
  TextRange range;
  double jaccard = 1.0;  // to the representative
  double containment = 1.0;
};

struct FamilyRow {
  Kind kind = Kind::kPassage;
  Unit unit = Unit::kBlock;
  // The representative is members[0]; the others by (date, doc, begin).
  ArenaVector<FamilyMember> members;
  uint32_t documents = 0;                 // distinct documents among members
  ArenaVector<std::string_view> sources;  // distinct, in byte order; into
                                          // the documents
  uint64_t bytes = 0;                     // sum of the members' range sizes
  int64_t first = kNoId;                  // doc index of the earliest member
  // Of furniture: what its members have in common, `<…>` for what changes.
  // Else "".
  std::string pattern = {};
  uint32_t source_documents = 0;  // of furniture: documents of its source
};

struct MatchRow {
  Unit unit = Unit::kDocument;
  Kind kind = Kind::kDuplicate;
  uint32_t a_doc = 0;
  TextRange a;
  uint32_t b_doc = 0;
  TextRange b;
  double jaccard = 0;
  double containment = 0;
  int64_t family = kNoId;
  std::string_view shingle;  // what was compared: "char:13", "word:1" …;
                             // static storage
};

struct InputRow {
  std::string path;  // as given, relative to its root
  uint64_t bytes = 0;
  uint64_t xxh3 = 0;  // of the bytes on disk, written as 16 hex digits
  uint64_t documents = 0;
  uint64_t skipped = 0;   // WARC records that hold no document
  std::string file = {};  // as it was opened, from the folder scan ran in
};

struct RejectRow {
  uint32_t input = 0;  // index into RunResult::inputs
  uint64_t record = 0;
  uint64_t line = 0;
  uint64_t offset = 0;
  std::string error;
};

// A phrase that stands in so many documents that it makes no passage: a
// formula of the language or of religion, a template.
struct PhraseRow {
  uint32_t doc = 0;  // where `range` is an example of it
  TextRange range;
  uint32_t documents = 0;
};

struct KindCounts {
  uint64_t spans = 0;
  uint64_t bytes = 0;
  uint64_t documents = 0;
};

// Share found of what brute force found for a sample, with its 95 % Wilson
// interval.
struct AuditFigure {
  uint64_t sampled = 0;   // items drawn
  uint64_t expected = 0;  // matches that brute force found for them
  uint64_t found = 0;     // of those, joined by this run
  double recall = 1, lower = 0, upper = 1;
};
struct Audit {
  AuditFigure documents;
  AuditFigure blocks;
};

struct StageTiming {
  std::string stage;
  double seconds = 0;  // wall
  uint64_t bytes = 0;  // text bytes that went through, for MB/s
};

// The candidate search, as run: for "is the threshold safe?".
struct BandingInfo {
  std::string engine;   // "minhash" or "simhash"
  std::string shingle;  // "char:13"
  int num_hashes = 0;   // values in a signature
  int bands = 0;
  int rows = 0;
  double threshold = 0;
  double recall_at_threshold = 0;  // probability, by construction
};

struct RunResult {
  explicit RunResult(Store* store = nullptr)
      : documents(store),
        spans(store),
        arena(store == nullptr ? nullptr : std::make_unique<StoreArena>(store)),
        families(store),
        matches(store) {}

  // Appends a family, with its members where the others' are.
  void AddFamily(FamilyRow family) {
    if (arena != nullptr) {
      Keep(&family.members);
      Keep(&family.sources);
    }
    families.push_back(std::move(family));
    GiveBackAt(families.size(), families.get_allocator().store());
  }

  template <typename T>
  void Keep(ArenaVector<T>* values) {
    if (values->get_allocator().arena() == arena.get()) return;
    *values = {values->begin(), values->end(), arena.get()};
  }

  // Resolved options, in table order: name and value as JSON text.
  std::vector<std::pair<std::string, std::string>> options;
  std::vector<InputRow> inputs;
  uint64_t documents_read = 0;
  uint64_t documents_rejected = 0;
  uint64_t blocks = 0;
  uint64_t text_bytes = 0;
  uint64_t replacements = 0;   // U+FFFD written for invalid bytes
  uint64_t duplicate_ids = 0;  // ids that were made unique
  std::array<KindCounts, kKindCount> kinds{};
  std::optional<Audit> audit;
  std::vector<BandingInfo> banding;
  std::vector<StageTiming> timing;
  uint64_t peak_rss_bytes = 0;

  StoredVector<DocumentRow> documents;  // input order
  StoredVector<SpanRow> spans;          // by doc, begin, end, kind
  std::unique_ptr<StoreArena> arena;    // of families; null without a store
  StoredVector<FamilyRow> families;     // most bytes first
  StoredVector<MatchRow> matches;
  std::vector<RejectRow> rejects;
  std::vector<PhraseRow> phrases;           // most documents first
  std::vector<std::string> unknown_inputs;  // names that were not read
};

}  // namespace tikrar

#endif  // TIKRAR_RUN_H_
