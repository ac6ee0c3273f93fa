// Taking repeated text out of a corpus, and putting it back.
//
// Clean reads the run directory that a scan wrote and the inputs of that scan
// once more, and writes the corpus without what repeats, in the format, the
// field names and the order of the inputs. Every byte that does not come
// through is in a ledger, and Restore puts them back: what is kept plus what
// is in the ledger is what was read, always. The files: src/clean/FORMAT.md.
//
// What goes, by kind, unless `removed` says otherwise:
//   boilerplate, related, repeat   the span, cut at borders of words; the line
//                                  break and blanks around it so that no hole
//                                  shows; a repeat only if what is left of
//                                  the document still holds it
//   duplicate, syndicated          the document, if one that stays was
//                                  verified to be a near copy of it or to
//                                  contain it
//   quote, passage                 nothing. If asked for: every copy of a
//                                  family but the first that stays whole
//
// Memory: some chunks of the inputs, and about 100 bytes a document that a
// family joins; nothing else grows with the corpus.
//
// Example:
//   absl::StatusOr<tikrar::CleanOutcome> cleaned =
//       tikrar::Clean("run", "cleaned", {}, nullptr);
//   if (!cleaned.ok()) return cleaned.status();
//   return tikrar::Restore("cleaned", "again", nullptr).status();

#ifndef TIKRAR_CLEAN_H_
#define TIKRAR_CLEAN_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "tikrar/run.h"

namespace tikrar {

// Which document of a family stays, among those that were verified to stand
// for all others of it. (The distance 1 - Jaccard is a metric, so two copies
// that are near enough to the representative are near each other.)
enum class KeepPolicy : uint8_t {
  kEarliest = 0,  // by date; where none is known, the one that scan keeps
  kLongest,       // by bytes of text
  kFirst,         // in the order of the inputs
};

enum class OutputCompression : uint8_t { kAsInput = 0, kNone, kGzip, kZstd };

struct CleanOptions {
  // Affects results.
  std::array<bool, kKindCount> removed = {true, true,  true, true,
                                          true, false, false};  // by Kind
  KeepPolicy keep = KeepPolicy::kEarliest;
  std::string prefer_sources;  // a file, a source a line, best first: looked
                               // at before `keep`; "" = none
  std::string decisions;       // a file of JSON Lines, see FORMAT.md; "" = none
  uint64_t min_words = 1;      // a document left with fewer goes, too
  bool annotate = false;       // add the two fields below to what stays
  std::string copies_field = "tikrar_copies";    // documents of the family
  std::string sources_field = "tikrar_sources";  // its sources
  uint64_t shard_bytes = 0;  // decompressed bytes after which the next file of
                             // an input begins; 0 = one file an input
  OutputCompression compress = OutputCompression::kAsInput;

  // Where the inputs are: what relative paths of the run start from; "" = the
  // current folder.
  std::string base;
  bool dry_run = false;  // write nothing

  // Affects speed only.
  int threads = 0;               // 0 = all cores
  uint64_t memory_bytes = 0;     // 0 = no ceiling
  std::string temporary_folder;  // of files under a ceiling, see store.h
  StoreFailureCallback on_store_failure = {};
};

struct CleanCount {
  uint64_t documents = 0;  // that lost something of this sort, or went
  uint64_t spans = 0;
  uint64_t bytes = 0;  // of text
};

// A family and what goes of it.
struct CleanFamily {
  int64_t family = kNoId;
  uint64_t bytes = 0;
  std::string text;  // its representative's, the start
};

struct CleanOutcome {
  uint64_t documents_read = 0;
  uint64_t records_rejected = 0;
  uint64_t documents_kept = 0;
  uint64_t text_bytes = 0;     // of all documents
  uint64_t text_kept = 0;      // of that, what stays
  uint64_t bytes_read = 0;     // of the inputs, decompressed
  uint64_t bytes_kept = 0;     // of these, in the output
  uint64_t bytes_removed = 0;  // of these, in the ledger
  uint64_t bytes_added = 0;    // in the output only: headers, annotations
  uint64_t ledger_rows = 0;
  uint64_t repeats_kept = 0;  // that nothing else of the document holds
  uint64_t spans_uncut = 0;   // that would go, but for standing in a page of a
                              // web archive, which goes whole or stays whole
  uint64_t policy_unproved = 0;  // families in which the document that the
                                 // policy asks for is not proved to stand for
                                 // the others, so that another one stays
  std::array<CleanCount, kKindCount> kinds{};
  uint64_t decisions_unstamped = 0;  // that do not say of which run they are
  CleanCount too_short;              // by min_words
  CleanCount decided;                // by decisions, outside of any span

  // Of a dry run: bytes of text that go, by kind and source, most first; the
  // ten families of which most goes, by kind.
  struct SourceCount {
    std::string source;
    CleanCount count;
  };
  std::array<std::vector<SourceCount>, kKindCount> sources;
  std::array<std::vector<CleanFamily>, kKindCount> families;
};

// Bytes of the inputs, decompressed; the total is 0 where it is not known.
using CleanProgress =
    std::function<void(uint64_t done_bytes, uint64_t total_bytes)>;

// Writes `out`, which appears under its name when it is complete. What an
// interrupted call leaves in `out`.partial, the same call goes on from, and
// ends with the same bytes as one that was not interrupted. If `out` is there
// and was made by the same call, nothing is done.
// `progress` and `cancel` may be null.
// Error: InvalidArgument for options out of range; `out` is taken, or cannot
// be written; the run is damaged or of an unknown format; an input is missing
// or not what the scan read; `out`.partial was begun with other options or
// another run; a decision was made of another run; Cancelled when `cancel`
// became true.
// The same run and options give the same bytes, whatever the options that
// affect speed are.
absl::StatusOr<CleanOutcome> Clean(const std::string& run,
                                   const std::string& out,
                                   const CleanOptions& options,
                                   const CleanProgress& progress,
                                   const std::atomic<bool>* cancel = nullptr);

struct RestoreOutcome {
  uint64_t inputs = 0;
  uint64_t bytes = 0;         // written, before compression
  uint64_t bytes_ledger = 0;  // of these, from the ledger
};

// Writes the inputs that `out` was made from into `dir`, which must not exist
// or be empty and appears when it is complete. Every byte is checked against
// what Clean read. Compressed inputs are compressed again: equal after
// decompression.
// Error: a file of `out` is missing, damaged or not what Clean wrote; `dir`
// cannot be written; Cancelled.
// Memory: a row of the ledger, some MB. Cost: linear.
absl::StatusOr<RestoreOutcome> Restore(
    const std::string& out, const std::string& dir,
    const CleanProgress& progress, const std::atomic<bool>* cancel = nullptr);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_H_
