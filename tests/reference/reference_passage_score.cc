#include "reference/reference_passage_score.h"

#include <cmath>
#include <set>
#include <tuple>

namespace tikrar::reference {
namespace {

// A character: the side (0 = a), the document, the position.
using Character = std::tuple<int, uint32_t, uint32_t>;
using Characters = std::set<Character>;

Characters Of(const CopiedPassage& passage) {
  Characters all;
  for (uint32_t i = passage.a.begin; i < passage.a.end; ++i) {
    all.insert({0, passage.a_doc, i});
  }
  for (uint32_t i = passage.b.begin; i < passage.b.end; ++i) {
    all.insert({1, passage.b_doc, i});
  }
  return all;
}

Characters Common(const Characters& x, const Characters& y) {
  Characters both;
  for (const Character& c : x) {
    if (y.contains(c)) both.insert(c);
  }
  return both;
}

bool Detects(const CopiedPassage& x, const CopiedPassage& y) {
  bool a = false;
  bool b = false;
  for (const auto& [side, doc, i] : Common(Of(x), Of(y))) {
    (side == 0 ? a : b) = true;
  }
  return a && b;
}

std::vector<CopiedPassage> Distinct(const std::vector<CopiedPassage>& list) {
  std::vector<CopiedPassage> distinct;
  for (const CopiedPassage& passage : list) {
    bool is_new = true;
    for (const CopiedPassage& old : distinct) is_new &= !(old == passage);
    if (is_new) distinct.push_back(passage);
  }
  return distinct;
}

double Covered(const CopiedPassage& s, const std::vector<CopiedPassage>& list) {
  Characters covered;
  for (const CopiedPassage& r : list) {
    if (Detects(s, r)) covered.merge(Common(Of(s), Of(r)));
  }
  return static_cast<double>(covered.size()) /
         static_cast<double>(Of(s).size());
}

double MeanCovered(const std::vector<CopiedPassage>& of,
                   const std::vector<CopiedPassage>& by) {
  double sum = 0;
  for (const CopiedPassage& s : of) sum += Covered(s, by);
  return sum / static_cast<double>(of.size());
}

double Granularity(const std::vector<CopiedPassage>& cases,
                   const std::vector<CopiedPassage>& detections) {
  int detected = 0;
  int touches = 0;
  for (const CopiedPassage& s : cases) {
    int here = 0;
    for (const CopiedPassage& r : detections) here += Detects(s, r) ? 1 : 0;
    detected += here > 0 ? 1 : 0;
    touches += here;
  }
  return detected == 0 ? 1 : static_cast<double>(touches) / detected;
}

double Plagdet(double precision, double recall, double granularity) {
  if (precision + recall == 0) return 0;
  return 2 * precision * recall / (precision + recall) /
         std::log2(1 + granularity);
}

bool IsFound(const CopiedPassage& s, const std::vector<CopiedPassage>& own,
             const std::vector<CopiedPassage>& others) {
  if (Covered(s, others) < 0.5) return false;
  for (const CopiedPassage& r : others) {
    if (Detects(s, r) && Covered(r, own) >= 0.5) return true;
  }
  return false;
}

// Shares of the annotations found, and of their pairs of documents.
void ScoreWhole(const std::vector<CopiedPassage>& own,
                const std::vector<CopiedPassage>& others, double* share,
                double* pair_share) {
  double found = 0;
  std::set<std::pair<uint32_t, uint32_t>> pairs, found_pairs;
  for (const CopiedPassage& s : own) {
    pairs.insert({s.a_doc, s.b_doc});
    if (!IsFound(s, own, others)) continue;
    found += 1;
    found_pairs.insert({s.a_doc, s.b_doc});
  }
  *share = found / static_cast<double>(own.size());
  *pair_share = static_cast<double>(found_pairs.size()) /
                static_cast<double>(pairs.size());
}

// The characters without their side: the document and the position.
using Pot = std::set<std::pair<uint32_t, uint32_t>>;

void Pour(const Characters& characters, Pot* pot) {
  for (const auto& [side, doc, i] : characters) pot->insert({doc, i});
}

Pot All(const std::vector<CopiedPassage>& list) {
  Pot all;
  for (const CopiedPassage& passage : list) Pour(Of(passage), &all);
  return all;
}

}  // namespace

PassageFigures ScorePassages(const std::vector<CopiedPassage>& cases,
                             const std::vector<CopiedPassage>& detections) {
  if (cases.empty() && detections.empty()) {
    return {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  }
  if (cases.empty() || detections.empty()) {
    return {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
  }
  const std::vector<CopiedPassage> s = Distinct(cases);
  const std::vector<CopiedPassage> r = Distinct(detections);
  PassageFigures figures;
  figures.granularity = Granularity(s, r);
  figures.macro_precision = MeanCovered(r, s);
  figures.macro_recall = MeanCovered(s, r);
  figures.macro_plagdet = Plagdet(figures.macro_precision, figures.macro_recall,
                                  figures.granularity);
  Pot common;
  for (const CopiedPassage& x : s) {
    for (const CopiedPassage& y : r) {
      if (Detects(x, y)) Pour(Common(Of(x), Of(y)), &common);
    }
  }
  const auto right = static_cast<double>(common.size());
  figures.micro_precision = right / static_cast<double>(All(r).size());
  figures.micro_recall = right / static_cast<double>(All(s).size());
  figures.micro_plagdet = Plagdet(figures.micro_precision, figures.micro_recall,
                                  figures.granularity);
  ScoreWhole(s, r, &figures.case_recall, &figures.pair_recall);
  ScoreWhole(r, s, &figures.case_precision, &figures.pair_precision);
  return figures;
}

}  // namespace tikrar::reference
