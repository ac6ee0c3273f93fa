#include "generate/plan.h"

#include <algorithm>

#include "generate/random.h"
#include "generate/streams.h"

namespace tikrar {
namespace {

// Shares of documents.
constexpr double kDuplicateShare = 0.06;
constexpr double kSyndicatedShare = 0.12;
constexpr double kContainedShare = 0.03;
constexpr double kPassageShare = 0.12;
constexpr double kQuoteShare = 0.10;

constexpr size_t kLargestFamily = 8;
constexpr int kTries = 8;

// What a document gives to others.
struct Gifts {
  std::vector<uint32_t> family;  // itself and its whole copies
  Copying family_copying = Copying::kNone;
  bool has_contained = false;
  bool gave_part = false;
};

class Planner {
 public:
  Planner(uint64_t seed, uint64_t cell, uint32_t sources)
      : random_(seed, cell, kPlanStream),
        sources_(sources),
        plans_(kCellDocuments),
        gifts_(kCellDocuments) {}

  std::vector<DocumentPlan> Plan() {
    for (uint32_t i = 0; i < kCellDocuments; ++i) PlanDocument(i);
    return std::move(plans_);
  }

 private:
  // Draws the same numbers whatever comes of it.
  void PlanDocument(uint32_t i) {
    DocumentPlan& plan = plans_[i];
    plan.source = static_cast<uint32_t>(random_.Below(sources_));
    const Copying copying = DrawCopying();
    plan.is_edited = random_.Chance(0.6);
    const bool takes_passage = random_.Chance(kPassageShare);
    const bool takes_quote = random_.Chance(kQuoteShare);
    plan.passage = static_cast<PassageSort>(random_.Below(5));
    if (copying != Copying::kNone && FindOrigin(i, copying)) return;
    if (takes_passage) {
      plan.passage_donor = FindDonor(i);
    } else if (takes_quote) {
      plan.quote_donor = FindDonor(i);
    }
    plan.article_donor = FindOriginal(i);
  }

  Copying DrawCopying() {
    if (random_.Chance(kDuplicateShare)) return Copying::kDuplicate;
    if (random_.Chance(kSyndicatedShare)) return Copying::kSyndicated;
    if (random_.Chance(kContainedShare)) return Copying::kContained;
    return Copying::kNone;
  }

  // Near ones are likelier, so that small corpora hold copies too; the farthest
  // are a cell away.
  uint32_t DrawEarlier(uint32_t i) {
    const size_t reach = size_t{1} << random_.Between(1, 12);
    const size_t distance = 1 + random_.Below(reach);
    return distance > i ? kNobody : i - static_cast<uint32_t>(distance);
  }

  bool FindOrigin(uint32_t i, Copying copying) {
    for (int attempt = 0; attempt < kTries; ++attempt) {
      const uint32_t origin = DrawEarlier(i);
      if (origin == kNobody || !MayCopy(i, origin, copying)) continue;
      DocumentPlan& plan = plans_[i];
      plan.copying = copying;
      plan.origin = origin;
      if (copying == Copying::kDuplicate) plan.source = plans_[origin].source;
      Gifts& gifts = gifts_[origin];
      if (gifts.family.empty()) gifts.family.push_back(origin);
      gifts.family.push_back(i);
      gifts.has_contained |= copying == Copying::kContained;
      gifts.family_copying = copying == Copying::kDuplicate
                                 ? Copying::kDuplicate
                                 : Copying::kSyndicated;
      return true;
    }
    return false;
  }

  bool MayCopy(uint32_t i, uint32_t origin, Copying copying) const {
    const DocumentPlan& from = plans_[origin];
    const Gifts& gifts = gifts_[origin];
    if (!from.IsOriginal() || gifts.gave_part ||
        from.passage_donor != kNobody || from.quote_donor != kNobody ||
        gifts.family.size() >= kLargestFamily) {
      return false;
    }
    if (copying == Copying::kDuplicate) {
      return gifts.family_copying != Copying::kSyndicated;
    }
    if (gifts.family_copying == Copying::kDuplicate) return false;
    // Two long stories around one wire are no copies of each other.
    if (copying == Copying::kContained && gifts.has_contained) return false;
    if (from.source == plans_[i].source) return false;
    return std::none_of(gifts.family.begin(), gifts.family.end(),
                        [&](uint32_t member) {
                          return plans_[member].source == plans_[i].source;
                        });
  }

  uint32_t FindOriginal(uint32_t i) {
    for (int attempt = 0; attempt < kTries; ++attempt) {
      const uint32_t other = DrawEarlier(i);
      if (other != kNobody && plans_[other].IsOriginal()) return other;
    }
    return kNobody;
  }

  uint32_t FindDonor(uint32_t i) {
    for (int attempt = 0; attempt < kTries; ++attempt) {
      const uint32_t donor = DrawEarlier(i);
      if (donor == kNobody || !plans_[donor].IsOriginal()) continue;
      if (!gifts_[donor].family.empty()) continue;
      gifts_[donor].gave_part = true;
      return donor;
    }
    return kNobody;
  }

  Random random_;
  uint32_t sources_;
  std::vector<DocumentPlan> plans_;
  std::vector<Gifts> gifts_;
};

}  // namespace

std::vector<DocumentPlan> PlanCell(uint64_t seed, uint64_t cell,
                                   uint32_t sources) {
  return Planner(seed, cell, sources).Plan();
}

}  // namespace tikrar
