#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "evaluate/bootstrap.h"
#include "evaluate/ranges.h"
#include "tikrar/evaluate.h"

namespace tikrar {
namespace {

constexpr double kHalf = 0.5;  // tau of case and document level

auto Key(const CopiedPassage& p) {
  return std::tuple(p.a_doc, p.b_doc, p.a.begin, p.a.end, p.b.begin, p.b.end);
}

bool SameDocuments(const CopiedPassage& x, const CopiedPassage& y) {
  return x.a_doc == y.a_doc && x.b_doc == y.b_doc;
}

uint64_t Characters(const CopiedPassage& p) {
  return uint64_t{p.a.size()} + p.b.size();
}

// A case or a detection, and those of the other list that overlap it.
struct Annotation {
  CopiedPassage passage;
  uint32_t type = 0;
  std::vector<uint32_t> partners;
  double covered = 0;  // share of it that the partners cover
};

// Sorted, equal ones once, the first of them kept.
std::vector<Annotation> Distinct(absl::Span<const CopiedPassage> passages,
                                 absl::Span<const uint32_t> types) {
  std::vector<Annotation> all;
  for (size_t i = 0; i < passages.size(); ++i) {
    all.push_back({passages[i], types.empty() ? 0 : types[i], {}, 0});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Annotation& x, const Annotation& y) {
                     return Key(x.passage) < Key(y.passage);
                   });
  const auto end = std::unique(all.begin(), all.end(),
                               [](const Annotation& x, const Annotation& y) {
                                 return x.passage == y.passage;
                               });
  all.erase(end, all.end());
  return all;
}

// Fills `partners` of both. Within two documents, detections that begin
// before the end of a case are looked at from the first one on that can reach
// it: `reach` is the furthest end on side a so far.
class PartnerFinder {
 public:
  PartnerFinder(std::vector<Annotation>* cases,
                std::vector<Annotation>* detections)
      : cases_(*cases), detections_(*detections) {}

  void Find() {
    size_t first = 0;
    for (size_t begin = 0; begin < cases_.size();) {
      const CopiedPassage& pair = cases_[begin].passage;
      size_t end = begin;
      while (end < cases_.size() && SameDocuments(cases_[end].passage, pair)) {
        ++end;
      }
      while (first < detections_.size() &&
             Documents(detections_[first]) < Documents(cases_[begin])) {
        ++first;
      }
      size_t last = first;
      while (last < detections_.size() &&
             SameDocuments(detections_[last].passage, pair)) {
        ++last;
      }
      FindInPair(begin, end, first, last);
      begin = end;
      first = last;
    }
  }

 private:
  static std::pair<uint32_t, uint32_t> Documents(const Annotation& annotation) {
    return {annotation.passage.a_doc, annotation.passage.b_doc};
  }

  void FindInPair(size_t begin, size_t end, size_t first, size_t last) {
    std::vector<uint32_t> reach;
    for (size_t d = first; d < last; ++d) {
      const uint32_t a_end = detections_[d].passage.a.end;
      reach.push_back(reach.empty() ? a_end : std::max(reach.back(), a_end));
    }
    for (size_t c = begin; c < end; ++c) {
      const CopiedPassage& wanted = cases_[c].passage;
      const auto start =
          std::upper_bound(reach.begin(), reach.end(), wanted.a.begin);
      for (size_t d = first + static_cast<size_t>(start - reach.begin());
           d < last && detections_[d].passage.a.begin < wanted.a.end; ++d) {
        const CopiedPassage& found = detections_[d].passage;
        if (!Overlap(found.a, wanted.a) || !Overlap(found.b, wanted.b)) {
          continue;
        }
        cases_[c].partners.push_back(static_cast<uint32_t>(d));
        detections_[d].partners.push_back(static_cast<uint32_t>(c));
      }
    }
  }

  std::vector<Annotation>& cases_;
  std::vector<Annotation>& detections_;
};

void FillCovered(const std::vector<Annotation>& others,
                 std::vector<Annotation>* annotations) {
  std::vector<TextRange> a, b;
  for (Annotation& annotation : *annotations) {
    a.clear();
    b.clear();
    for (const uint32_t partner : annotation.partners) {
      const CopiedPassage& other = others[partner].passage;
      a.push_back(Intersection(annotation.passage.a, other.a));
      b.push_back(Intersection(annotation.passage.b, other.b));
    }
    MergeRanges(&a);
    MergeRanges(&b);
    annotation.covered =
        Share(static_cast<double>(CountCharacters(a) + CountCharacters(b)),
              static_cast<double>(Characters(annotation.passage)));
  }
}

// Characters by document, whichever side it is on; the first who adds one is
// charged for it, so that the sums over all documents a count each once.
class CharacterPot {
 public:
  uint64_t Add(uint32_t a_doc, TextRange a, uint32_t b_doc, TextRange b) {
    const uint64_t added = documents_[a_doc].Add(a);
    return added + documents_[b_doc].Add(b);
  }

 private:
  std::map<uint32_t, RangeSet> documents_;
};

// The sums of a document a.
enum Column : size_t {
  kCases,
  kDetections,
  kCaseShares,       // sum of the covered shares
  kDetectionShares,  //
  kDetectedCases,    // cases with a partner
  kTouches,          // partners of cases
  kMicroCase,        // characters
  kMicroDetection,
  kMicroCommon,
  kCasesFound,  // at case level
  kDetectionsRight,
  kCasePairs,  // pairs of documents
  kDetectionPairs,
  kCasePairsFound,
  kDetectionPairsRight,
  kColumns
};
constexpr size_t kTypeColumns = kMicroCase;  // the first ones, for each type

bool IsCovered(const Annotation& annotation) {
  return annotation.covered >= kHalf;
}

// Covered by half, and so is one of those that cover it.
bool IsFound(const Annotation& annotation,
             const std::vector<Annotation>& others) {
  return IsCovered(annotation) &&
         std::any_of(
             annotation.partners.begin(), annotation.partners.end(),
             [&](uint32_t partner) { return IsCovered(others[partner]); });
}

class Scorer {
 public:
  Scorer(absl::Span<const CopiedPassage> cases,
         absl::Span<const uint32_t> types, uint32_t type_count,
         absl::Span<const CopiedPassage> detections)
      : type_count_(type_count),
        cases_(Distinct(cases, types)),
        detections_(Distinct(detections, {})) {
    PartnerFinder(&cases_, &detections_).Find();
    FillCovered(detections_, &cases_);
    FillCovered(cases_, &detections_);
  }

  PassageEvaluation Evaluate(const BootstrapOptions& options) {
    const UnitSums sums = Sums();
    const auto function = [&](absl::Span<const double> total,
                              FigureValues* figures) {
      AddFigures(total, figures);
    };
    const std::vector<Figure> figures = Bootstrap(sums, function, options);
    PassageEvaluation result = Read(figures);
    for (size_t unit = 0; unit < sums.size(); ++unit) {
      const absl::Span<const double> unit_sums = sums.Unit(unit);
      result.case_documents += static_cast<size_t>(unit_sums[kCasePairs]);
      result.detection_documents +=
          static_cast<size_t>(unit_sums[kDetectionPairs]);
    }
    return result;
  }

 private:
  size_t TypeColumn(uint32_t type, size_t column) const {
    return kColumns + type * kTypeColumns + column;
  }

  size_t UnitOf(const Annotation& annotation) const {
    return static_cast<size_t>(std::lower_bound(documents_.begin(),
                                                documents_.end(),
                                                annotation.passage.a_doc) -
                               documents_.begin());
  }

  UnitSums Sums() {
    for (const auto* list : {&cases_, &detections_}) {
      for (const Annotation& annotation : *list) {
        documents_.push_back(annotation.passage.a_doc);
      }
    }
    std::sort(documents_.begin(), documents_.end());
    documents_.erase(std::unique(documents_.begin(), documents_.end()),
                     documents_.end());
    UnitSums sums(documents_.size(), kColumns + type_count_ * kTypeColumns);
    AddCases(&sums);
    AddDetections(&sums);
    AddMicro(&sums);
    AddPairs(cases_, detections_, kCasePairs, kCasePairsFound, &sums);
    AddPairs(detections_, cases_, kDetectionPairs, kDetectionPairsRight, &sums);
    return sums;
  }

  void AddCases(UnitSums* sums) const {
    for (const Annotation& wanted : cases_) {
      const size_t unit = UnitOf(wanted);
      const auto add = [&](size_t column, double value) {
        sums->At(unit, column) += value;
        if (type_count_ == 0) return;
        sums->At(unit, TypeColumn(wanted.type, column)) += value;
      };
      add(kCases, 1);
      add(kCaseShares, wanted.covered);
      add(kDetectedCases, wanted.partners.empty() ? 0 : 1);
      add(kTouches, static_cast<double>(wanted.partners.size()));
      if (IsFound(wanted, detections_)) sums->At(unit, kCasesFound) += 1;
    }
  }

  void AddDetections(UnitSums* sums) const {
    std::vector<uint32_t> types;
    for (const Annotation& found : detections_) {
      const size_t unit = UnitOf(found);
      sums->At(unit, kDetections) += 1;
      sums->At(unit, kDetectionShares) += found.covered;
      if (IsFound(found, cases_)) sums->At(unit, kDetectionsRight) += 1;
      if (type_count_ == 0) continue;
      types.clear();
      for (const uint32_t c : found.partners) types.push_back(cases_[c].type);
      std::sort(types.begin(), types.end());
      types.erase(std::unique(types.begin(), types.end()), types.end());
      for (const uint32_t type : types) {
        sums->At(unit, TypeColumn(type, kDetections)) += 1;
        sums->At(unit, TypeColumn(type, kDetectionShares)) += found.covered;
      }
    }
  }

  void AddMicro(UnitSums* sums) const {
    const auto add_all = [&](const std::vector<Annotation>& list,
                             Column column) {
      CharacterPot pot;
      for (const Annotation& annotation : list) {
        const CopiedPassage& p = annotation.passage;
        sums->At(UnitOf(annotation), column) +=
            static_cast<double>(pot.Add(p.a_doc, p.a, p.b_doc, p.b));
      }
    };
    add_all(cases_, kMicroCase);
    add_all(detections_, kMicroDetection);
    CharacterPot common;
    for (const Annotation& wanted : cases_) {
      const CopiedPassage& p = wanted.passage;
      for (const uint32_t d : wanted.partners) {
        const CopiedPassage& q = detections_[d].passage;
        sums->At(UnitOf(wanted), kMicroCommon) +=
            static_cast<double>(common.Add(p.a_doc, Intersection(p.a, q.a),
                                           p.b_doc, Intersection(p.b, q.b)));
      }
    }
  }

  // `list` is sorted by pairs of documents.
  void AddPairs(const std::vector<Annotation>& list,
                const std::vector<Annotation>& others, Column all, Column found,
                UnitSums* sums) const {
    for (size_t begin = 0; begin < list.size();) {
      size_t end = begin;
      bool is_found = false;
      for (; end < list.size() &&
             SameDocuments(list[end].passage, list[begin].passage);
           ++end) {
        is_found = is_found || IsFound(list[end], others);
      }
      sums->At(UnitOf(list[begin]), all) += 1;
      if (is_found) sums->At(UnitOf(list[begin]), found) += 1;
      begin = end;
    }
  }

  static void AddScore(double right_found, double found, double right_truth,
                       double truth, double granularity,
                       FigureValues* figures) {
    figures->AddAgreement(right_found, found, right_truth, truth);
    const double f1 = figures->values().back();
    figures->Add(granularity);
    figures->Add(f1 / std::log2(1 + granularity), 1);
  }

  // `t` holds the first kTypeColumns columns.
  static void AddMacro(absl::Span<const double> t, FigureValues* figures) {
    AddScore(t[kDetectionShares], t[kDetections], t[kCaseShares], t[kCases],
             Granularity(t), figures);
  }

  static double Granularity(absl::Span<const double> t) {
    return t[kDetectedCases] > 0 ? t[kTouches] / t[kDetectedCases] : 1;
  }

  void AddFigures(absl::Span<const double> t, FigureValues* figures) const {
    AddMacro(t, figures);
    AddScore(t[kMicroCommon], t[kMicroDetection], t[kMicroCommon],
             t[kMicroCase], Granularity(t), figures);
    figures->AddAgreement(t[kDetectionsRight], t[kDetections], t[kCasesFound],
                          t[kCases]);
    figures->AddAgreement(t[kDetectionPairsRight], t[kDetectionPairs],
                          t[kCasePairsFound], t[kCasePairs]);
    for (uint32_t type = 0; type < type_count_; ++type) {
      const auto part = t.subspan(TypeColumn(type, 0), kTypeColumns);
      AddMacro(part, figures);
      figures->AddShare(part[kDetectedCases], part[kCases]);
    }
  }

  static PassageScore ReadScore(FigureReader* reader) {
    PassageScore score;
    score.agreement = reader->NextAgreement();
    score.granularity = reader->Next();
    score.plagdet = reader->Next();
    return score;
  }

  PassageEvaluation Read(const std::vector<Figure>& figures) const {
    FigureReader reader(figures);
    PassageEvaluation result;
    result.cases = cases_.size();
    result.detections = detections_.size();
    result.macro = ReadScore(&reader);
    result.micro = ReadScore(&reader);
    result.case_level = reader.NextAgreement();
    result.document_level = reader.NextAgreement();
    for (uint32_t type = 0; type < type_count_; ++type) {
      PassageTypeScore score;
      score.macro = ReadScore(&reader);
      score.found = reader.Next();
      result.by_type.push_back(score);
    }
    CountTypes(&result);
    return result;
  }

  void CountTypes(PassageEvaluation* result) const {
    if (type_count_ == 0) return;
    for (const Annotation& wanted : cases_)
      ++result->by_type[wanted.type].cases;
    for (const Annotation& found : detections_) {
      std::vector<bool> is_seen(type_count_);
      for (const uint32_t c : found.partners) {
        const uint32_t type = cases_[c].type;
        if (!is_seen[type]) ++result->by_type[type].detections;
        is_seen[type] = true;
      }
    }
  }

  const uint32_t type_count_;
  std::vector<Annotation> cases_;
  std::vector<Annotation> detections_;
  std::vector<uint32_t> documents_;  // a of either, sorted: the units
};

}  // namespace

PassageEvaluation EvaluatePassages(absl::Span<const CopiedPassage> cases,
                                   absl::Span<const uint32_t> types,
                                   uint32_t type_count,
                                   absl::Span<const CopiedPassage> detections,
                                   const BootstrapOptions& options) {
  return Scorer(cases, types, type_count, detections).Evaluate(options);
}

}  // namespace tikrar
