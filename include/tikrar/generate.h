// Makes a corpus of invented Arabic news with planted, recorded repetition, to
// measure a detector against a truth that is complete.
//
// Documents are pages of invented papers. Each carries its paper's furniture
// and an article. Some articles are copies of earlier ones (duplicate,
// syndicated, a wire inside a long story), some hold a paragraph or a quotation
// of another, some pages list or append other articles. Beside these stands
// repetition that is legitimate (traps): formulae, equal short sentences,
// sentences of market reports.
//
// Files of the directory, all JSON Lines; those under truth/ bear names that
// are not read as documents:
//
//   corpus-00000.jsonl …   id, source, url, date, title, text
//   truth/spans.labels     doc, begin, end, kind, role, family, score, edits,
//                          changes; a document without spans has a line of
//                          `doc` alone
//   truth/matches.labels   unit (document, passage), kind, a and b (each doc,
//                          begin, end), of documents jaccard and containment,
//                          edits, changes; all pairs of a family
//   truth/clusters.labels  doc, cluster: near copies of one article, or
//                          containing it, share the id of the first
//   truth/traps.labels     doc, begin, end, trap: must stay unlabelled but as
//                          part of a copy of the whole article
//   truth/options.labels   the options and counts of this corpus, one object
//
// Offsets are those of the contract: half-open, in bytes of `text`. A span of
// boilerplate, related and repeat covers one line, or what is glued to it,
// without blanks around: an appended article is a span a paragraph. One of
// duplicate or syndicated covers the article from its first to its last
// paragraph, one of quote the words inside the marks, or without marks what is
// reported: from behind the frame (قال … إن, مشيرا إلى أن) to the end of the
// sentence or the next frame in it, from 4 words on.
//
// Two copies of an article are near copies if what their pages hold without
// furniture has a Jaccard similarity of 0.7 or a containment of 0.8, the
// defaults of a scan, by runs of 13 letters. Edits can bring copies below both:
// the article is then a passage that they share, from its first to its last
// paragraph, and the two are no match of documents and in no common cluster.
// Reported words are a quote where they stand in a copied paragraph or article
// of documents that are not near copies; they make no match of their own, the
// passage around them does.
//
// `edits` is the way of copying: none, swapped, edited, contained,
// phrase-shuffle, word-shuffle; `changes` lists what was changed (edit.h).
// Where both sides are copies, the way further down this list counts. Edits may
// leave a text as it was: the way is then none.
// `score` is the share of words that the copying left as they were. `family`
// numbers the texts that stand in several documents.
//
// Example:
//   GenerateOptions options;
//   options.seed = 7;
//   options.documents = 10000;
//   absl::StatusOr<GenerateOutcome> made =
//       Generate("planted", options, nullptr, nullptr);

#ifndef TIKRAR_GENERATE_H_
#define TIKRAR_GENERATE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tikrar {

// Named strengths of edits. At mild, the Jaccard similarity of edited articles
// by runs of 13 letters is 0.82 in the middle, 0.72 or less for one in twenty
// pairs, and 99.9 % of the pairs are near copies.
inline constexpr double kMildEdits = 0.1;
inline constexpr double kMediumEdits = 0.25;
inline constexpr double kStrongEdits = 0.5;

struct GenerateOptions {
  // Affects results.
  uint64_t seed = 1;
  // The first documents of a corpus are those of a smaller one of the same
  // seed, sources and edits.
  uint64_t documents = 1000;
  // If not 0, instead of `documents`: so many bytes of corpus files, and at
  // most one document more.
  uint64_t size_bytes = 0;
  int sources = 20;  // 1..240
  // 0..1: how much the edited copies differ. 0 leaves them as they are, and at
  // `s` a word is dropped or added with probability .1 s each, takes a synonym
  // if it has one, loses و or has ف for it with .5 s, has و before it at the
  // begin of a clause with .25 s, and the other form of a month, a number
  // or a foreign name with 2 s; each habit of spelling (diacritics, bare alef,
  // tatweel, Farsi yeh, loose clitics, the other digits) is kept with
  // probability .15 + .6 s. Shuffles do not depend on it.
  double edits = kMildEdits;
  uint64_t shard_bytes = uint64_t{256} << 20;  // of a corpus file, about

  // Affects speed only.
  int threads = 0;  // 0 = all cores
};

struct GenerateOutcome {
  uint64_t documents = 0;
  uint64_t corpus_bytes = 0;
  uint64_t shards = 0;
  uint64_t spans = 0;
  uint64_t matches = 0;
};

// Called after each batch, from the calling thread. Bytes of corpus files; the
// total is an estimate where the options count documents.
using GenerateProgress =
    std::function<void(uint64_t done_bytes, uint64_t total_bytes)>;

// Writes the corpus to `directory`, which must not exist or be empty and
// appears under its name when it is complete. The same options give the same
// bytes on every machine, whatever `threads`.
// Either of `progress` and `cancel` may be null.
// Error: options out of range, the directory is taken or cannot be written;
// Cancelled when `cancel` became true.
// Memory: a batch of 4096 documents, about 100 MB, whatever the size.
// Time: about 45 MB/s a thread.
absl::StatusOr<GenerateOutcome> Generate(std::string_view directory,
                                         const GenerateOptions& options,
                                         const GenerateProgress& progress,
                                         const std::atomic<bool>* cancel);

}  // namespace tikrar

#endif  // TIKRAR_GENERATE_H_
