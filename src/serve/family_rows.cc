#include "serve/family_rows.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "input/date_order.h"
#include "report/run_rows.h"
#include "report/text_cut.h"
#include "serve/text_packer.h"

namespace tikrar {
namespace {

// How much of a family's text its row shows.
constexpr size_t kShortBytes = 300;

// How often `healthy` is asked.
constexpr uint64_t kFamiliesBetweenChecks = 1024;

struct Member {
  int64_t document = 0;
  TextRange range;
  double score = 1;
  int64_t kind = 0;
  std::string role;
  int64_t source = -1;
  int64_t order = kUnknownDate;
  bool is_span = false;
};

bool Overlap(TextRange x, TextRange y) {
  return x.begin < y.end && y.begin < x.end;
}

// A row of families.jsonl; the views live as long as the row.
struct FamilyLine {
  int64_t id = 0;
  Kind kind = Kind::kPassage;
  std::string_view unit;
  std::string_view text;
  int64_t members = 0, documents = 0, bytes = 0;
  std::string_view representative;
  TextRange range;
  std::string_view pattern;
  std::optional<int64_t> source_documents;
  std::string_view first;
};

absl::StatusOr<FamilyLine> ReadLine(const JsonRow& row) {
  FamilyLine line;
  TIKRAR_ASSIGN_OR_RETURN(line.id, row.Unsigned("family"));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view kind, row.String("kind"));
  const std::optional<Kind> parsed = ParseKind(kind);
  if (!parsed) {
    return row.Error(
        absl::StrFormat("\"kind\": '%s' is not one of the format", kind));
  }
  line.kind = *parsed;
  TIKRAR_ASSIGN_OR_RETURN(line.unit, row.String("unit"));
  TIKRAR_ASSIGN_OR_RETURN(line.text, row.String("text"));
  TIKRAR_ASSIGN_OR_RETURN(const uint64_t members, row.Unsigned64("members"));
  TIKRAR_ASSIGN_OR_RETURN(const uint64_t documents,
                          row.Unsigned64("documents"));
  TIKRAR_ASSIGN_OR_RETURN(const uint64_t bytes, row.Unsigned64("bytes"));
  line.members = static_cast<int64_t>(members);
  line.documents = static_cast<int64_t>(documents);
  line.bytes = static_cast<int64_t>(bytes);
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow center, row.Object("representative"));
  TIKRAR_ASSIGN_OR_RETURN(line.representative, center.String("doc"));
  TIKRAR_ASSIGN_OR_RETURN(line.range.begin, center.Unsigned("begin"));
  TIKRAR_ASSIGN_OR_RETURN(line.range.end, center.Unsigned("end"));
  TIKRAR_ASSIGN_OR_RETURN(line.pattern, row.StringOr("pattern", ""));
  if (row.Has("source_documents")) {
    TIKRAR_ASSIGN_OR_RETURN(line.source_documents,
                            row.Unsigned("source_documents"));
  }
  if (row.Has("first")) {
    TIKRAR_ASSIGN_OR_RETURN(const JsonRow first, row.Object("first"));
    TIKRAR_ASSIGN_OR_RETURN(line.first, first.String("doc"));
  }
  return line;
}

std::optional<int64_t> UnitNumber(std::string_view name) {
  for (const Unit unit : {Unit::kDocument, Unit::kBlock, Unit::kPassage}) {
    if (UnitName(unit) == name) return static_cast<int64_t>(unit);
  }
  return std::nullopt;
}

// What one source has of a family.
struct Part {
  std::set<int64_t> documents;
  uint64_t bytes = 0;
  int64_t order = kUnknownDate;  // the earliest
  bool is_undated = false;       // a member has no date
};

// Whether two dates leave open which was before the other. Without a time of
// day a date is all of its day; midnight is taken for none.
bool IsTie(int64_t x, int64_t y) {
  constexpr int64_t kSecondsOfDay = 24 * 60 * 60;
  const auto day = [](int64_t order) {
    return (order - ((order % kSecondsOfDay) + kSecondsOfDay) % kSecondsOfDay) /
           kSecondsOfDay;
  };
  return x == y || (day(x) == day(y) &&
                    (x % kSecondsOfDay == 0 || y % kSecondsOfDay == 0));
}

class FamilyRows {
 public:
  FamilyRows(const RunInfo& run, const std::vector<uint32_t>& spans_of_family,
             const std::function<absl::Status()>& healthy,
             SqlConnection* database)
      : run_(run),
        spans_of_family_(spans_of_family),
        healthy_(healthy),
        database_(*database) {}

  absl::Status Add() {
    TIKRAR_RETURN_IF_ERROR(Prepare());
    TIKRAR_RETURN_IF_ERROR(AddSides());
    TIKRAR_ASSIGN_OR_RETURN(
        places_,
        database_.Prepare(
            "SELECT p.family, p.document, p.begin, p.end, p.score, p.kind, "
            "p.role, d.source, d.date_order, p.is_span FROM "
            "(SELECT family, document, begin, end, score, kind, role, "
            "1 AS is_span FROM span WHERE family NOT NULL UNION ALL "
            "SELECT family, document, begin, end, score, NULL, NULL, 0 "
            "FROM side) AS p JOIN document d ON d.id = p.document "
            "ORDER BY p.family, p.is_span DESC, p.document, p.begin, p.end, "
            "p.score"));
    TIKRAR_ASSIGN_OR_RETURN(has_place_, places_.Step());
    TIKRAR_ASSIGN_OR_RETURN(RowFile rows,
                            RowFile::Open(run_.FileName(kFamiliesFile)));
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
      if (!has_row) break;
      TIKRAR_ASSIGN_OR_RETURN(const FamilyLine line, ReadLine(rows.row()));
      if (static_cast<uint64_t>(line.id) != rows.number()) {
        return rows.row().Error(absl::StrFormat(
            "\"family\": is %d, expected %d", line.id, rows.number()));
      }
      TIKRAR_RETURN_IF_ERROR(AddFamily(line, rows.row()));
      if (rows.number() % kFamiliesBetweenChecks == 0) {
        TIKRAR_RETURN_IF_ERROR(healthy_());
      }
    }
    return AddSharing();
  }

 private:
  absl::Status Prepare() {
    TIKRAR_RETURN_IF_ERROR(database_.Run(
        "CREATE TEMP TABLE side(family INTEGER, document INTEGER, "
        "begin INTEGER, end INTEGER, score REAL)"));
    const std::pair<SqlStatement*, std::string_view> statements[] = {
        {&find_, "SELECT id FROM document WHERE doc = ?1"},
        {&side_, "INSERT INTO side VALUES(?1,?2,?3,?4,?5)"},
        {&family_,
         "INSERT INTO family VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,"
         "?13)"},
        {&text_,
         "INSERT INTO family_text VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)"},
        {&member_, "INSERT INTO member VALUES(?1,?2,?3,?4,?5,?6)"},
        {&family_source_, "INSERT INTO family_source VALUES(?1,?2)"},
        {&source_id_, "SELECT id FROM source WHERE name = ?1"},
        {&template_,
         "UPDATE source SET templates = templates + 1 WHERE id = ?1"},
        {&sharing_, "INSERT INTO sharing VALUES(?1,?2,?3,?4,?5,?6,?7,?8)"},
        {&place_, "SELECT source, date_order, date FROM document WHERE id=?1"},
    };
    TIKRAR_RETURN_IF_ERROR(database_.Run(
        "CREATE UNIQUE INDEX IF NOT EXISTS source_by_name ON source(name)"));
    for (const auto& [statement, sql] : statements) {
      TIKRAR_ASSIGN_OR_RETURN(*statement, database_.Prepare(sql));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<int64_t> FindDocument(std::string_view doc,
                                       const JsonRow& row) {
    find_.Bind(1, doc);
    const SqlReset reset(&find_);
    TIKRAR_ASSIGN_OR_RETURN(const bool is_known, find_.Step());
    if (is_known) return find_.Integer(0);
    return row.Error(absl::StrFormat("\"doc\": '%s' is no document of the run",
                                     std::string(doc)));
  }

  // Of the families of which some members carry no span.
  absl::Status AddSides() {
    std::vector<bool> is_short(spans_of_family_.size());
    bool any = false;
    TIKRAR_ASSIGN_OR_RETURN(RowFile families,
                            RowFile::Open(run_.FileName(kFamiliesFile)));
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, families.Next());
      if (!has_row || families.number() >= is_short.size()) break;
      TIKRAR_ASSIGN_OR_RETURN(const uint64_t members,
                              families.row().Unsigned64("members"));
      is_short[families.number()] =
          spans_of_family_[families.number()] < members;
      any |= is_short[families.number()];
    }
    if (!any) return absl::OkStatus();
    TIKRAR_ASSIGN_OR_RETURN(RowFile matches,
                            RowFile::Open(run_.FileName(kMatchesFile)));
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, matches.Next());
      if (!has_row) return absl::OkStatus();
      const JsonRow& row = matches.row();
      if (!row.Has("family")) continue;
      TIKRAR_ASSIGN_OR_RETURN(const uint32_t family, row.Unsigned("family"));
      if (family >= is_short.size() || !is_short[family]) continue;
      TIKRAR_RETURN_IF_ERROR(AddSide(family, row, "a"));
      TIKRAR_RETURN_IF_ERROR(AddSide(family, row, "b"));
    }
  }

  absl::Status AddSide(uint32_t family, const JsonRow& row,
                       std::string_view key) {
    TIKRAR_ASSIGN_OR_RETURN(const JsonRow side, row.Object(key));
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc, side.String("doc"));
    TIKRAR_ASSIGN_OR_RETURN(const uint32_t begin, side.Unsigned("begin"));
    TIKRAR_ASSIGN_OR_RETURN(const uint32_t end, side.Unsigned("end"));
    TIKRAR_ASSIGN_OR_RETURN(const double jaccard, row.NumberOr("jaccard", 0));
    TIKRAR_ASSIGN_OR_RETURN(const double containment,
                            row.NumberOr("containment", 0));
    TIKRAR_ASSIGN_OR_RETURN(const int64_t document, FindDocument(doc, row));
    side_.Bind(1, int64_t{family})
        .Bind(2, document)
        .Bind(3, int64_t{begin})
        .Bind(4, int64_t{end})
        .Bind(5, std::max(jaccard, containment));
    return side_.Run();
  }

  // The members of `family`, spans first; a side that overlaps one of them is
  // the same place.
  absl::StatusOr<std::vector<Member>> TakeMembers(int64_t family) {
    std::vector<Member> members;
    std::map<int64_t, std::vector<TextRange>> taken;
    while (has_place_ && places_.Integer(0) == family) {
      Member member;
      member.document = places_.Integer(1);
      member.range = {static_cast<uint32_t>(places_.Integer(2)),
                      static_cast<uint32_t>(places_.Integer(3))};
      member.score = places_.Real(4);
      member.kind = places_.Integer(5);
      member.role = std::string(places_.Text(6));
      if (!places_.IsNull(7)) member.source = places_.Integer(7);
      if (!places_.IsNull(8)) member.order = places_.Integer(8);
      member.is_span = places_.Integer(9) != 0;
      std::vector<TextRange>& ranges = taken[member.document];
      const bool is_taken =
          !member.is_span &&
          std::any_of(ranges.begin(), ranges.end(), [&](TextRange range) {
            return Overlap(range, member.range);
          });
      if (!is_taken) {
        ranges.push_back(member.range);
        members.push_back(std::move(member));
      }
      TIKRAR_ASSIGN_OR_RETURN(has_place_, places_.Step());
    }
    return members;
  }

  // Puts the representative first, which may have no span, and the others in
  // their order.
  absl::Status PutInOrder(const FamilyLine& line, int64_t representative,
                          std::vector<Member>* members) {
    const auto shared = [&](const Member& member) -> uint32_t {
      if (member.document != representative ||
          !Overlap(member.range, line.range)) {
        return 0;
      }
      return std::min(member.range.end, line.range.end) -
             std::max(member.range.begin, line.range.begin);
    };
    auto center = std::max_element(members->begin(), members->end(),
                                   [&](const Member& x, const Member& y) {
                                     return shared(x) < shared(y);
                                   });
    if (center == members->end() || shared(*center) == 0) {
      Member added;
      added.document = representative;
      added.kind = static_cast<int64_t>(line.kind);
      place_.Bind(1, representative);
      const SqlReset reset(&place_);
      TIKRAR_ASSIGN_OR_RETURN(const bool is_known, place_.Step());
      if (is_known && !place_.IsNull(0)) added.source = place_.Integer(0);
      if (is_known && !place_.IsNull(1)) added.order = place_.Integer(1);
      center = members->insert(members->end(), std::move(added));
    }
    // The span of a document is all of it, the text compared is not.
    center->range = line.range;
    std::rotate(members->begin(), center, center + 1);
    std::sort(
        members->begin() + 1, members->end(),
        [](const Member& x, const Member& y) {
          return std::tuple(x.order, x.document, x.range.begin, x.range.end) <
                 std::tuple(y.order, y.document, y.range.begin, y.range.end);
        });
    return absl::OkStatus();
  }

  // As RepeatedBytes of family_order.h counts. The score of furniture is not a
  // similarity but a share of documents.
  static int64_t RepeatedBytesOf(const FamilyLine& line,
                                 const std::vector<Member>& members) {
    const bool is_furniture =
        line.kind == Kind::kBoilerplate || line.kind == Kind::kRelated;
    int64_t bytes = 0;
    for (size_t i = 1; i < members.size(); ++i) {
      const uint32_t smaller =
          std::min(members[0].range.size(), members[i].range.size());
      bytes += std::llround(smaller * (is_furniture ? 1 : members[i].score));
    }
    return bytes;
  }

  absl::Status AddFamily(const FamilyLine& line, const JsonRow& row) {
    TIKRAR_ASSIGN_OR_RETURN(const int64_t representative,
                            FindDocument(line.representative, row));
    TIKRAR_ASSIGN_OR_RETURN(std::vector<Member> members, TakeMembers(line.id));
    TIKRAR_RETURN_IF_ERROR(PutInOrder(line, representative, &members));
    for (size_t i = 0; i < members.size(); ++i) {
      const Member& member = members[i];
      member_.Bind(1, line.id)
          .Bind(2, static_cast<int64_t>(i))
          .Bind(3, member.document)
          .Bind(4, int64_t{member.range.begin})
          .Bind(5, int64_t{member.range.end})
          .Bind(6, member.score);
      TIKRAR_RETURN_IF_ERROR(member_.Run());
    }
    // By date, then input order; not the representative first.
    const Member& first = *std::min_element(
        members.begin(), members.end(), [](const Member& x, const Member& y) {
          return std::tuple(x.order, x.document) <
                 std::tuple(y.order, y.document);
        });
    TIKRAR_ASSIGN_OR_RETURN(const int64_t sources, AddSources(line, row));
    CountSharing(line, first, members);
    TIKRAR_RETURN_IF_ERROR(AddNarrowRow(line, row, sources, first, members));
    return AddTextRow(line, representative, members);
  }

  absl::StatusOr<int64_t> AddSources(const FamilyLine& line,
                                     const JsonRow& row) {
    TIKRAR_ASSIGN_OR_RETURN(const simdjson::dom::array names,
                            row.Array("sources"));
    int64_t count = 0;
    for (const simdjson::dom::element element : names) {
      std::string_view name;
      if (element.get(name) != simdjson::SUCCESS) continue;
      source_id_.Bind(1, name);
      const SqlReset reset(&source_id_);
      TIKRAR_ASSIGN_OR_RETURN(const bool is_known, source_id_.Step());
      if (!is_known) continue;
      ++count;
      family_source_.Bind(1, line.id).Bind(2, source_id_.Integer(0));
      TIKRAR_RETURN_IF_ERROR(family_source_.Run());
      if (line.kind != Kind::kBoilerplate && line.kind != Kind::kRelated) {
        continue;
      }
      template_.Bind(1, source_id_.Integer(0));
      TIKRAR_RETURN_IF_ERROR(template_.Run());
    }
    return count;
  }

  absl::Status AddNarrowRow(const FamilyLine& line, const JsonRow& row,
                            int64_t sources, const Member& first,
                            const std::vector<Member>& members) {
    const std::optional<int64_t> unit = UnitNumber(line.unit);
    if (!unit) {
      return row.Error(absl::StrFormat(
          "\"unit\": '%s' is not one of the format", std::string(line.unit)));
    }
    std::optional<int64_t> first_id, from, date_first, date_last;
    if (!line.first.empty()) {
      TIKRAR_ASSIGN_OR_RETURN(first_id, FindDocument(line.first, row));
    }
    if (first.source >= 0) from = first.source;
    bool is_own = false;
    for (const Member& member : members) {
      is_own |= from && &member != &first && member.source == *from;
      if (member.order == kUnknownDate) continue;
      date_first = std::min(date_first.value_or(member.order), member.order);
      date_last = std::max(date_last.value_or(member.order), member.order);
    }
    family_.Bind(1, line.id)
        .Bind(2, static_cast<int64_t>(line.kind))
        .Bind(3, *unit)
        .Bind(4, line.members)
        .Bind(5, line.documents)
        .Bind(6, sources)
        .Bind(7, line.bytes)
        .Bind(8, RepeatedBytesOf(line, members))
        .BindOrNull(9, from)
        .Bind(10, int64_t{is_own})
        .BindOrNull(11, first_id)
        .BindOrNull(12, date_first)
        .BindOrNull(13, date_last);
    return family_.Run();
  }

  absl::Status AddTextRow(const FamilyLine& line, int64_t representative,
                          const std::vector<Member>& members) {
    const auto last = std::max_element(
        members.begin(), members.end(), [](const Member& x, const Member& y) {
          const auto key = [](const Member& m) {
            return m.order == kUnknownDate ? INT64_MIN : m.order;
          };
          return key(x) < key(y);
        });
    std::string last_date;
    if (last->order != kUnknownDate) {
      place_.Bind(1, last->document);
      const SqlReset reset(&place_);
      TIKRAR_ASSIGN_OR_RETURN(const bool is_known, place_.Step());
      if (is_known) last_date = std::string(place_.Text(2));
    }
    const std::string_view shown =
        line.text.substr(0, CutBefore(line.text, kShortBytes));
    const std::string packed = PackText(line.text);
    text_.Bind(1, line.id)
        .Bind(2, shown)
        .BindOrNull(3, std::string_view(members.front().role))
        .BindOrNull(4, std::string_view(last_date))
        .BindOrNull(5, line.pattern)
        .BindOrNull(6, line.source_documents)
        .Bind(7, representative)
        .Bind(8, int64_t{line.range.begin})
        .Bind(9, int64_t{line.range.end})
        .BindBlob(10, packed);
    return text_.Run();
  }

  // From the source of the first member to each source that has another one.
  void CountSharing(const FamilyLine& line, const Member& first,
                    const std::vector<Member>& members) {
    if (first.source < 0) return;
    std::map<int64_t, Part> parts;
    for (const Member& member : members) {
      if (member.source < 0 || &member == &first) continue;
      Part& part = parts[member.source];
      part.documents.insert(member.document);
      part.bytes += member.range.size();
      part.order = std::min(part.order, member.order);
      part.is_undated |= member.order == kUnknownDate;
    }
    for (const auto& [to, part] : parts) {
      Shared& shared =
          shared_[{static_cast<int64_t>(line.kind), first.source, to}];
      ++shared.families;
      shared.documents += part.documents.size();
      shared.bytes += part.bytes;
      if (to == first.source) continue;
      if (part.is_undated || first.order == kUnknownDate) {
        ++shared.undated;
      } else if (IsTie(first.order, part.order)) {
        ++shared.tied;
      }
    }
  }

  absl::Status AddSharing() {
    for (const auto& [key, shared] : shared_) {
      const auto& [kind, from, to] = key;
      sharing_.Bind(1, kind)
          .Bind(2, from)
          .Bind(3, to)
          .Bind(4, static_cast<int64_t>(shared.families))
          .Bind(5, static_cast<int64_t>(shared.documents))
          .Bind(6, static_cast<int64_t>(shared.bytes))
          .Bind(7, static_cast<int64_t>(shared.tied))
          .Bind(8, static_cast<int64_t>(shared.undated));
      TIKRAR_RETURN_IF_ERROR(sharing_.Run());
    }
    return absl::OkStatus();
  }

  struct Shared {
    uint64_t families = 0;
    uint64_t documents = 0;
    uint64_t bytes = 0;
    uint64_t tied = 0;
    uint64_t undated = 0;
  };

  const RunInfo& run_;
  const std::vector<uint32_t>& spans_of_family_;
  const std::function<absl::Status()>& healthy_;
  SqlConnection& database_;
  SqlStatement find_, side_, family_, text_, member_, family_source_,
      source_id_, template_, sharing_, place_, places_;
  bool has_place_ = false;
  std::map<std::tuple<int64_t, int64_t, int64_t>, Shared> shared_;
};

}  // namespace

absl::Status AddFamilyRows(const RunInfo& run,
                           const std::vector<uint32_t>& spans_of_family,
                           const std::function<absl::Status()>& healthy,
                           SqlConnection* database) {
  return FamilyRows(run, spans_of_family, healthy, database).Add();
}

}  // namespace tikrar
