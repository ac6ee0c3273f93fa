// How good a result is, measured against a truth.
//
// Pure functions over plain values: what was to be found, what was found.
// Reading both from files is the business of `tikrar evaluate`.
//
// Every figure comes with a 95 % interval by bootstrap (Efron 1979, percentile
// method): documents are drawn again with replacement and the figure computed
// anew. The draws come from a fixed seed, so the same input gives the same
// interval. An interval of one document has no width.
//
// Two rules hold for every precision, recall and F1, as in the code of the
// PAN workshops: nothing to find and nothing found is 1; if only one of the
// two is empty, all three are 0.
//
// Positions are *characters* and the caller says what a character is: a byte,
// a code point, a code point that is no white space. Ranges are half-open and
// never empty.
//
// All functions are thread-safe and allocate in proportion to their input.
//
// Example:
//   const CopiedPassage planted = {0, {100, 200}, 1, {0, 100}};
//   const CopiedPassage found = {0, {100, 150}, 1, {0, 50}};
//   const PassageEvaluation score =
//       EvaluatePassages({planted}, {}, 0, {found}, {});
//   score.macro.recall.value;   // 0.5: 100 of 200 characters
//   score.macro.plagdet.value;  // 0.667

#ifndef TIKRAR_EVALUATE_H_
#define TIKRAR_EVALUATE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/classify.h"
#include "tikrar/document.h"
#include "tikrar/run.h"

namespace tikrar {

// A measured value and its 95 % interval.
struct Figure {
  double value = 0;
  double lower = 0;
  double upper = 0;
};

// F1 is the harmonic mean of the other two.
struct Agreement {
  Figure precision;
  Figure recall;
  Figure f1;
};

struct BootstrapOptions {
  int resamples = 1000;  // 0: intervals without width
  uint64_t seed = 1979;
};

// ---------------------------------------------------------------- passages

// A stretch of document a that is a copy of a stretch of document b.
struct CopiedPassage {
  uint32_t a_doc = 0;
  TextRange a;
  uint32_t b_doc = 0;
  TextRange b;

  friend bool operator==(const CopiedPassage&, const CopiedPassage&) = default;
};

// A detection *detects* a case if both join the same two documents and their
// stretches overlap on both sides.
struct PassageScore {
  // macro: the mean over the cases of the share of a case (its characters of
  // both sides) that the detections that detect it cover; precision is the
  // same with cases and detections changed round. A short case counts as much
  // as a long one, a short false detection as much as a long one.
  // micro: the same with all characters of all cases (detections) in one pot,
  // one that several cover, on whichever side, counted once.
  Agreement agreement;
  // Detections per detected case, 1 if nothing is detected.
  Figure granularity;
  // F1 / log2(1 + granularity). Potthast, Stein, Barrón-Cedeño, Rosso 2010,
  // "An Evaluation Framework for Plagiarism Detection".
  Figure plagdet;
};

// Of one type of obfuscation. What is found but no case has no type, so the
// precision here is that of the detections that detect a case of the type: it
// says how well the borders fit, and false alarms show in the whole only.
struct PassageTypeScore {
  size_t cases = 0;
  size_t detections = 0;  // that detect a case of this type
  PassageScore macro;
  Figure found;  // share of the cases that something detects
};

struct PassageEvaluation {
  size_t cases = 0;
  size_t detections = 0;
  PassageScore macro;
  PassageScore micro;
  // Whole cases: one is found if at least half of it is covered, by detections
  // one of which has a precision of at least half. A detection is right if at
  // least half of it lies in cases, one of which is covered by half. (PAN 2014
  // with both thresholds .5; the PAN-15 program clips detections to the case
  // first, which makes its test of precision always pass.)
  Agreement case_level;
  // Pairs of documents: one is found with one of its cases, right with one of
  // its detections.
  Agreement document_level;
  size_t case_documents = 0;  // pairs of documents
  size_t detection_documents = 0;
  std::vector<PassageTypeScore> by_type;
};

// `types` holds a number below `type_count` for each case, or is empty, then
// type_count is 0. Equal cases count once, as the type of the first; so do
// equal detections. Bootstrap over the documents a.
// Cost: O(n log n) for n cases and detections, plus the pairs that overlap.
PassageEvaluation EvaluatePassages(absl::Span<const CopiedPassage> cases,
                                   absl::Span<const uint32_t> types,
                                   uint32_t type_count,
                                   absl::Span<const CopiedPassage> detections,
                                   const BootstrapOptions& options);

// ------------------------------------------------------------------- pairs

inline constexpr double kUnknownSimilarity = -1;

// Two items that are near copies, or that are known not to be.
struct LabelledPair {
  uint32_t a = 0;
  uint32_t b = 0;
  double jaccard = kUnknownSimilarity;
  double containment = kUnknownSimilarity;
  bool is_match = true;
};

inline constexpr int kDeciles = 10;

// Recall of the pairs with a similarity in [low, low + 0.1); the last holds 1.
struct RecallBin {
  size_t pairs = 0;
  size_t found = 0;
  Figure recall;
};

struct PairEvaluation {
  size_t truth = 0;     // different pairs that match
  size_t found = 0;     // different pairs that were found
  size_t judged = 0;    // of those, the ones that the truth can judge
  Agreement agreement;  // over the judged ones
  std::array<RecallBin, kDeciles> by_jaccard;
  std::array<RecallBin, kDeciles> by_containment;
};

// Pairs have no direction, and repeated ones count once. If `truth` holds a
// pair that does not match, it is a sample, and of the found pairs only those
// it names are judged; else it is complete and all are. Bootstrap over the
// items with the smaller number.
PairEvaluation EvaluatePairs(
    absl::Span<const LabelledPair> truth,
    absl::Span<const std::pair<uint32_t, uint32_t>> found,
    const BootstrapOptions& options);

// ---------------------------------------------------------------- clusters

struct ClusterEvaluation {
  size_t documents = 0;
  size_t truth_clusters = 0;  // of at least two documents
  size_t found_clusters = 0;
  size_t truth_largest = 0;
  size_t found_largest = 0;
  // Hubert, Arabie 1985: 0 is what chance gives, 1 is equal; 1 where neither
  // side joins anything.
  Figure adjusted_rand;
  // Bagga, Baldwin 1998: mean over the documents of the share of its found
  // cluster that is of its true cluster (precision), and the reverse.
  Agreement b_cubed;
  Agreement pairwise;  // over the pairs of documents joined
};

// truth[i] and found[i] are the clusters of document i; a document that is in
// none has a number of its own. Bootstrap over the true clusters, with what a
// document adds to each sum taken as it is in the whole.
// REQUIRES: truth.size() == found.size().
ClusterEvaluation EvaluateClusters(absl::Span<const uint32_t> truth,
                                   absl::Span<const uint32_t> found,
                                   const BootstrapOptions& options);

// ------------------------------------------------------------------- spans

struct LabelledSpan {
  TextRange range;
  Kind kind = Kind::kBoilerplate;
  Role role = Role::kNone;
};

struct LabelledDocument {
  uint32_t characters = 0;
  std::vector<TextRange> blocks;  // in order; may be empty if not known
  std::vector<LabelledSpan> truth;
  std::vector<LabelledSpan> found;
};

// Spans that overlap within one kind (and role) count as their union.
struct SpanAgreement {
  size_t truth_spans = 0;
  size_t found_spans = 0;
  size_t truth_blocks = 0;  // that carry the kind
  size_t found_blocks = 0;
  Agreement characters;
  // A block carries a kind if spans of it cover at least half of its
  // characters. Without blocks: 1.
  Agreement blocks;
  // Spans with both borders right: on the other side a span begins and a span
  // ends where it does, and the spans there cover it. Recall does not mind a
  // masthead found line by line.
  Agreement borders;
};

struct RoleEvaluation {
  Role role = Role::kNone;
  SpanAgreement spans;  // right kind and right role
};

struct KindEvaluation {
  Kind kind = Kind::kBoilerplate;
  SpanAgreement spans;
  std::vector<RoleEvaluation> roles;  // those that the truth has
};

struct SpanEvaluation {
  size_t documents = 0;
  uint64_t content_characters = 0;  // in no true span of a removed kind
  // Kinds of which the truth has a span, and removed kinds that were found.
  std::vector<KindEvaluation> kinds;
  // boilerplate, related and repeat as one: what `clean` takes out. A span of
  // the wrong one of the three is right here.
  SpanAgreement removed;
  // Share of the content that would be removed; 0 if there is none.
  Figure damage;
  uint64_t damaged_characters = 0;
};

// All documents given are labelled: a span found in one without true spans is
// wrong. Bootstrap over the documents. Cost: O(n log n) in the spans.
SpanEvaluation EvaluateSpans(absl::Span<const LabelledDocument> documents,
                             const BootstrapOptions& options);

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_H_
