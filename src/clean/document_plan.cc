#include "clean/document_plan.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/grow.h"
#include "base/status_macros.h"
#include "input/date_order.h"
#include "report/run_rows.h"

namespace tikrar {
namespace {

constexpr uint32_t kNoRank = std::numeric_limits<uint32_t>::max();
constexpr uint32_t kNoPlace = std::numeric_limits<uint32_t>::max();

// Similarities are written with six decimals.
constexpr double kRounding = 1e-6;

constexpr uint64_t kRowsAtOnce = 64;  // before memory is given back

auto PolicyKey(const PlannedDocument& d, KeepPolicy policy,
               bool prefers_sources) {
  int64_t key = 0;
  // Where the policy does not tell them apart, the one that scan keeps is the
  // better one: it is nearest to the others.
  int64_t scan_keeper = d.is_scan_keeper() ? 0 : 1;
  switch (policy) {
    case KeepPolicy::kEarliest:
      key = d.date;
      break;
    case KeepPolicy::kLongest:
      key = -int64_t{d.bytes};
      break;
    case KeepPolicy::kFirst:
      scan_keeper = 0;
      break;
  }
  return std::tuple(prefers_sources ? d.rank : 0, key, scan_keeper, d.index);
}

// What a group says about who may stand for all of it. Documents that a person
// drops take no part.
class GroupProof {
 public:
  GroupProof(absl::Span<const PlannedDocument> group, double threshold)
      : threshold_(threshold - kRounding) {
    for (const PlannedDocument& d : group) {
      if (d.is_decided) continue;
      if (count_++ == 0) family_ = d.family;
      if (d.family == kNoId || d.family != family_) same_family_ = false;
      if (d.is_scan_keeper()) scan_keeper_ = &d;
      if (d.jaccard >= 1) continue;
      if (shingle_ != 0 && d.shingle != shingle_) mixed_ = true;
      shingle_ = d.shingle;
      if (d.jaccard < least_) {
        second_ = least_;
        least_ = d.jaccard;
      } else {
        second_ = std::min<double>(second_, d.jaccard);
      }
    }
  }

  bool StandsForAll(const PlannedDocument& d) const {
    if (scan_keeper_ != nullptr) {
      if (&d == scan_keeper_) return true;
      if (d.jaccard >= 1 && scan_keeper_->jaccard >= 1 && same_family_) {
        return true;
      }
    }
    if (d.jaccard < 0 || !same_family_) return false;
    if (count_ == 1) return true;
    const double least = d.jaccard == least_ ? second_ : least_;
    if (d.jaccard >= 1) return least >= threshold_;
    return !mixed_ && d.jaccard + least - 1 >= threshold_;
  }

 private:
  const double threshold_;
  const PlannedDocument* scan_keeper_ = nullptr;
  size_t count_ = 0;
  int64_t family_ = kNoId;  // of the first one
  bool same_family_ = true;
  uint32_t shingle_ = 0;
  bool mixed_ = false;
  double least_ = 1;   // Jaccard of the members to the representative
  double second_ = 1;  // the same without one that has it
};

}  // namespace

GroupChoice ChooseKeeper(absl::Span<const PlannedDocument> group,
                         KeepPolicy policy, bool prefers_sources,
                         double threshold) {
  const GroupProof proof(group, threshold);
  const auto is_better = [&](const PlannedDocument& x,
                             const PlannedDocument* y) {
    return y == nullptr || PolicyKey(x, policy, prefers_sources) <
                               PolicyKey(*y, policy, prefers_sources);
  };
  const PlannedDocument* best = nullptr;
  const PlannedDocument* keeper = nullptr;  // the best of those with proof
  for (const PlannedDocument& d : group) {
    if (d.is_decided) continue;
    if (is_better(d, best)) best = &d;
    if (is_better(d, keeper) && proof.StandsForAll(d)) keeper = &d;
  }
  return {keeper, keeper == best};
}

absl::StatusOr<std::map<std::string, uint32_t, std::less<>>> ReadSourceRanks(
    const std::string& path) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path));
  std::map<std::string, uint32_t, std::less<>> ranks;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    ranks.emplace(std::string(line), static_cast<uint32_t>(ranks.size()));
  }
  if (ranks.empty()) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, path,
                      "names no source, expected one a line");
  }
  return ranks;
}

class CleanPlan::Maker {
 public:
  Maker(const RunInfo& run, const CleanOptions& options, Decisions* decisions,
        Store* store)
      : run_(run),
        options_(options),
        decisions_(decisions),
        store_(store),
        keepers_(store),
        documents_(store),
        by_self_(store),
        members_(store),
        keeper_indexes_(store),
        plan_(store) {}

  absl::StatusOr<CleanPlan> Make() {
    if (!options_.prefer_sources.empty()) {
      TIKRAR_ASSIGN_OR_RETURN(ranks_, ReadSourceRanks(options_.prefer_sources));
    }
    TIKRAR_RETURN_IF_ERROR(FindKeepers());
    if (!keepers_.empty()) TIKRAR_RETURN_IF_ERROR(Collect());
    TIKRAR_RETURN_IF_ERROR(ReadFamilies());
    TIKRAR_RETURN_IF_ERROR(decisions_->CheckAllKnown(plan_.families_));
    if (!documents_.empty()) {
      TIKRAR_RETURN_IF_ERROR(ReadMatches());
      Choose();
      TIKRAR_RETURN_IF_ERROR(ReadIds());
    }
    return std::move(plan_);
  }

 private:
  // Of a document in documents_. Those themselves, four times as large, sorted
  // by their ids, were a read from the disk for each row of ten million.
  struct Place {
    Hash128 self;
    uint32_t place = 0;
    friend auto operator<=>(const Place&, const Place&) = default;
  };

  // What a row of matches says of a document. Members of a family stand all
  // over: they are noted when all are known, in the order of documents_.
  struct Member {
    uint32_t place = 0;
    uint32_t shingle = 0;
    uint64_t row = 0;
    int64_t family = kNoId;
    double jaccard = 0;
  };

  // Rows come in order, but what they say is looked up all over.
  absl::Status CheckAt(uint64_t row) const {
    if (row % kRowsAtOnce != 0) return absl::OkStatus();
    return store_ == nullptr ? CheckHeap() : store_->Check();
  }

  absl::Status CheckHeap() const {
    // The rest is for reading and writing.
    const uint64_t limit = options_.memory_bytes / 2;
    const uint64_t bytes = documents_.capacity() * sizeof(PlannedDocument) +
                           by_self_.capacity() * sizeof(Place) +
                           members_.capacity() * sizeof(Member) +
                           keepers_.capacity() * sizeof(Hash128);
    if (limit == 0 || bytes <= limit) return absl::OkStatus();
    return absl::ResourceExhaustedError(absl::StrFormat(
        "memory: the documents of families take %d MiB, expected at most half "
        "of --memory, %d MiB",
        bytes >> 20, limit >> 20));
  }

  absl::Status FindKeepers() {
    TIKRAR_ASSIGN_OR_RETURN(DocumentLines lines, DocumentLines::Open(run_));
    DocumentLine line;
    uint64_t documents = 0;
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_line, lines.Next(&line));
      if (!has_line) break;
      ++documents;
      TIKRAR_RETURN_IF_ERROR(decisions_->See(line));
      if (line.keep) continue;
      ++dropped_;
      keepers_.push_back(HashBytes128(line.keeper));
      if (keepers_.size() == keepers_.capacity()) SortKeepers();
      TIKRAR_RETURN_IF_ERROR(CheckAt(documents));
    }
    SortKeepers();
    if (documents == run_.documents) return absl::OkStatus();
    return MakeStatus(absl::StatusCode::kDataLoss,
                      run_.FileName(kDocumentsFile),
                      absl::StrFormat("has %d rows, expected %d as %s says",
                                      documents, run_.documents, kRunFile));
  }

  void SortKeepers() {
    std::sort(keepers_.begin(), keepers_.end());
    keepers_.erase(std::unique(keepers_.begin(), keepers_.end()),
                   keepers_.end());
  }

  absl::Status Collect() {
    GrowTo(dropped_ + keepers_.size(), &documents_);
    TIKRAR_ASSIGN_OR_RETURN(DocumentLines lines, DocumentLines::Open(run_));
    DocumentLine line;
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_line, lines.Next(&line));
      if (!has_line) break;
      PlannedDocument d;
      d.self = HashBytes128(line.id);
      d.group = line.keep ? d.self : HashBytes128(line.keeper);
      if (line.keep &&
          !std::binary_search(keepers_.begin(), keepers_.end(), d.self)) {
        continue;
      }
      d.source = HashBytes(line.source);
      d.date = DateOrder(line.date);
      d.index = line.index;
      d.bytes = line.bytes;
      const auto rank = ranks_.find(line.source);
      d.rank = rank == ranks_.end() ? kNoRank : rank->second;
      d.is_decided = decisions_->DropsWhole(line.id, line.bytes);
      Append(d, &documents_);
      TIKRAR_RETURN_IF_ERROR(CheckAt(documents_.size()));
    }
    keepers_ = StoredVector<Hash128>(store_);
    SortPlaces();
    return CheckAt(0);
  }

  // The documents stay as they come, which is how rows of matches name them.
  void SortPlaces() {
    by_self_ = StoredVector<Place>(
        StoreOfTable(store_, documents_.size() * sizeof(Place)));
    by_self_.reserve(documents_.size());
    for (uint32_t place = 0; place < documents_.size(); ++place) {
      GiveBackAt(place, store_);
      by_self_.push_back({documents_[place].self, place});
    }
    uint64_t compared = 0;
    std::sort(by_self_.begin(), by_self_.end(),
              [&](const Place& x, const Place& y) {
                GiveBackAt(++compared, store_);
                return x < y;
              });
  }

  // Its place in documents_; kNoPlace: all of its family stay.
  uint32_t Find(std::string_view id) const {
    const Hash128 self = HashBytes128(id);
    const auto found =
        std::lower_bound(by_self_.begin(), by_self_.end(), Place{self, 0});
    return found != by_self_.end() && found->self == self ? found->place
                                                          : kNoPlace;
  }

  absl::Status ReadFamilies() {
    TIKRAR_ASSIGN_OR_RETURN(RowFile rows,
                            RowFile::Open(run_.FileName(kFamiliesFile)));
    for (;; ++plan_.families_) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
      if (!has_row) return absl::OkStatus();
      const JsonRow& row = rows.row();
      TIKRAR_ASSIGN_OR_RETURN(const uint64_t family, row.Unsigned64("family"));
      if (family != plan_.families_) {
        return row.Error(absl::StrFormat("\"family\": is %d, expected %d",
                                         family, plan_.families_));
      }
      TIKRAR_ASSIGN_OR_RETURN(const std::string_view unit, row.String("unit"));
      if (unit != UnitName(Unit::kDocument) || documents_.empty()) continue;
      TIKRAR_ASSIGN_OR_RETURN(const JsonRow center,
                              row.Object("representative"));
      TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc, center.String("doc"));
      const uint32_t place = Find(doc);
      if (place == kNoPlace) continue;
      documents_[place].family = static_cast<int64_t>(family);
      documents_[place].jaccard = 1;
    }
  }

  absl::Status ReadMatches() {
    GrowTo(documents_.size(), &members_);
    TIKRAR_ASSIGN_OR_RETURN(RowFile rows,
                            RowFile::Open(run_.FileName(kMatchesFile)));
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
      if (!has_row) break;
      TIKRAR_RETURN_IF_ERROR(CheckAt(rows.number()));
      const JsonRow& row = rows.row();
      TIKRAR_ASSIGN_OR_RETURN(const std::string_view unit, row.String("unit"));
      if (unit != UnitName(Unit::kDocument) || !row.Has("family")) continue;
      TIKRAR_ASSIGN_OR_RETURN(const int64_t family, row.Unsigned("family"));
      TIKRAR_ASSIGN_OR_RETURN(const JsonRow a_row, row.Object("a"));
      TIKRAR_ASSIGN_OR_RETURN(const JsonRow b_row, row.Object("b"));
      TIKRAR_ASSIGN_OR_RETURN(const std::string_view a_doc,
                              a_row.String("doc"));
      TIKRAR_ASSIGN_OR_RETURN(const std::string_view b_doc,
                              b_row.String("doc"));
      TIKRAR_ASSIGN_OR_RETURN(const double jaccard,
                              row.NumberOr("jaccard", -1));
      TIKRAR_ASSIGN_OR_RETURN(const std::string_view shingle,
                              row.StringOr("shingle", ""));
      const uint32_t a = Find(a_doc);
      const uint32_t b = Find(b_doc);
      if (a == kNoPlace || b == kNoPlace) continue;
      // (A representative is that of one family, and member of no other: where
      // a run that is damaged says so, its family is what a row says last.)
      const auto is_center = [&](uint32_t place) {
        return documents_[place].family == family;
      };
      if (!is_center(a) && !is_center(b)) continue;  // of --pairs all
      Append({is_center(a) ? b : a, ShingleNumber(shingle), rows.number(),
              family, jaccard},
             &members_);
    }
    by_self_ = StoredVector<Place>(store_);
    TIKRAR_RETURN_IF_ERROR(CheckAt(0));
    NoteMembers();
    return absl::OkStatus();
  }

  void NoteMembers() {
    uint64_t compared = 0;
    std::sort(members_.begin(), members_.end(),
              [&](const Member& x, const Member& y) {
                GiveBackAt(++compared, store_);
                return std::tie(x.place, x.row) < std::tie(y.place, y.row);
              });
    for (const Member& member : members_) {
      GiveBackAt(++compared, store_);
      PlannedDocument& d = documents_[member.place];
      d.family = member.family;
      d.jaccard = member.jaccard;
      d.shingle = member.shingle;
    }
    members_ = StoredVector<Member>(store_);
  }

  uint32_t ShingleNumber(std::string_view name) {
    const auto place = shingles_.emplace(
        std::string(name), static_cast<uint32_t>(shingles_.size() + 1));
    return place.first->second;
  }

  void Choose() {
    uint64_t compared = 0;
    std::sort(documents_.begin(), documents_.end(),
              [&](const PlannedDocument& x, const PlannedDocument& y) {
                GiveBackAt(++compared, store_);
                return std::tuple(x.group, x.index) <
                       std::tuple(y.group, y.index);
              });
    for (size_t first = 0; first < documents_.size();) {
      size_t next = first;
      while (next < documents_.size() &&
             documents_[next].group == documents_[first].group) {
        ++next;
      }
      const absl::Span<const PlannedDocument> group =
          absl::MakeConstSpan(documents_).subspan(first, next - first);
      const GroupChoice choice =
          ChooseKeeper(group, options_.keep, !ranks_.empty(), run_.threshold);
      plan_.unproved_ += choice.is_best ? 0 : 1;
      AddChanges(group, choice.keeper);
      first = next;
    }
    documents_ = StoredVector<PlannedDocument>(store_);
    std::sort(
        plan_.changes_.begin(), plan_.changes_.end(),
        [](const Change& x, const Change& y) { return x.index < y.index; });
  }

  void AddChanges(absl::Span<const PlannedDocument> group,
                  const PlannedDocument* keeper) {
    if (keeper != nullptr && keeper->is_scan_keeper()) return;
    const auto id = static_cast<uint32_t>(keeper_indexes_.size());
    if (keeper != nullptr) keeper_indexes_.push_back({keeper->index, id});
    for (const PlannedDocument& d : group) {
      const bool stays = keeper == nullptr || d.self == keeper->self;
      plan_.changes_.push_back(
          {d.index, stays, !stays && d.source == keeper->source, id});
    }
  }

  absl::Status ReadIds() {
    plan_.ids_.resize(keeper_indexes_.size());
    if (keeper_indexes_.empty()) return absl::OkStatus();
    std::sort(keeper_indexes_.begin(), keeper_indexes_.end());
    TIKRAR_ASSIGN_OR_RETURN(DocumentLines lines, DocumentLines::Open(run_));
    DocumentLine line;
    for (const auto& [index, id] : keeper_indexes_) {
      do {
        TIKRAR_ASSIGN_OR_RETURN(const bool has_line, lines.Next(&line));
        if (!has_line)
          return absl::InternalError("documents.jsonl: ends early");
      } while (line.index != index);
      plan_.ids_[id] = plan_.names_.Add(line.id);
    }
    return absl::OkStatus();
  }

  const RunInfo& run_;
  const CleanOptions& options_;
  Decisions* decisions_;
  std::map<std::string, uint32_t, std::less<>> ranks_;
  std::map<std::string, uint32_t, std::less<>> shingles_;
  Store* store_;
  uint64_t dropped_ = 0;  // documents that scan lets go
  StoredVector<Hash128> keepers_;
  StoredVector<PlannedDocument> documents_;  // by index, until Choose
  StoredVector<Place> by_self_;
  StoredVector<Member> members_;
  StoredVector<std::pair<uint64_t, uint32_t>> keeper_indexes_;
  CleanPlan plan_;
};

absl::StatusOr<CleanPlan> CleanPlan::Make(const RunInfo& run,
                                          const CleanOptions& options,
                                          Decisions* decisions, Store* store) {
  return Maker(run, options, decisions, store).Make();
}

DocumentFate CleanPlan::Of(const DocumentLine& document) {
  while (next_ < changes_.size() && changes_[next_].index < document.index) {
    ++next_;
  }
  if (next_ == changes_.size() || changes_[next_].index != document.index) {
    DocumentFate fate;
    fate.stays = document.keep;
    fate.keeper = document.keeper;
    if (document.reason) fate.reason = *document.reason;
    return fate;
  }
  const Change& change = changes_[next_];
  if (change.stays) return {};
  return {
      .stays = false,
      .keeper = ids_[change.keeper],
      .reason = change.is_same_source ? Kind::kDuplicate : Kind::kSyndicated};
}

}  // namespace tikrar
