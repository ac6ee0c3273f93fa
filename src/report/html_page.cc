#include <algorithm>
#include <array>
#include <optional>

#include "report/family_order.h"
#include "report/html_escape.h"
#include "report/html_family.h"
#include "report/html_sections.h"
#include "report/html_style.h"
#include "report/kind_meaning.h"
#include "report/marked_text.h"
#include "report/run_totals.h"
#include "report/terminal_text.h"
#include "tikrar/report.h"

namespace tikrar {
namespace {

// Nothing but the inline style may load or run, even if some text should
// ever get past the escaping.
constexpr std::string_view kPageHead =
    "<!DOCTYPE html>\n"
    "<html lang=\"ar\" dir=\"rtl\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action "
    "'none'\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n"
    "<title>تقرير التكرار - tikrar</title>\n<style>";

// The profile that the run was made with, so that marks are what it saw.
Profile ProfileOf(const RunResult& run) {
  for (const auto& [name, value] : run.options) {
    if (name != "normalize" || value.size() < 2) continue;
    const absl::StatusOr<Profile> profile =
        ParseProfile(std::string_view(value).substr(1, value.size() - 2));
    if (profile.ok()) return *profile;
  }
  return Profile::kStandard;
}

struct RenderedFamilies {
  std::string html;
  std::array<uint64_t, kKindCount> shown{};
  uint64_t total = 0;
};

// The most repetitive families first while `report_bytes` lasts. First every
// kind gets an equal share, so that the largest kind cannot push the others off
// the page; then what is left goes to the largest families.
RenderedFamilies RenderFamilies(const RunResult& run, const RunTotals& totals,
                                uint64_t report_bytes) {
  std::optional<TextMarker> marker;
  if (auto created = TextMarker::Create(ProfileOf(run)); created.ok()) {
    marker = *std::move(created);
  }
  TextMarker* const marks = marker ? &*marker : nullptr;
  const auto kinds =
      std::count_if(totals.families.begin(), totals.families.end(),
                    [](uint64_t count) { return count > 0; });
  const uint64_t share =
      kinds > 0 ? report_bytes / static_cast<uint64_t>(kinds) : 0;
  std::array<uint64_t, kKindCount> used{};
  std::array<bool, kKindCount> full{};
  const std::vector<size_t> order = MostRepeatedFirst(run);
  std::vector<std::string> pages(run.families.size());
  std::vector<bool> shown(run.families.size());
  uint64_t total = 0;
  for (const size_t i : order) {
    const auto kind = static_cast<size_t>(run.families[i].kind);
    if (full[kind]) continue;
    pages[i] = RenderFamily(run, i, marks);
    full[kind] = used[kind] + pages[i].size() > share;
    if (full[kind]) continue;
    used[kind] += pages[i].size();
    total += pages[i].size();
    shown[i] = true;
  }
  for (const size_t i : order) {
    if (shown[i]) continue;
    if (pages[i].empty()) pages[i] = RenderFamily(run, i, marks);
    if (total + pages[i].size() > report_bytes) break;
    total += pages[i].size();
    shown[i] = true;
  }
  RenderedFamilies rendered;
  for (const size_t i : order) {
    if (!shown[i]) continue;
    rendered.html += pages[i];
    ++rendered.shown[static_cast<size_t>(run.families[i].kind)];
    ++rendered.total;
  }
  return rendered;
}

void AppendLegend(std::string* out) {
  out->append("<p class=\"legend\">");
  const auto entry = [&](std::string_view open, std::string_view arabic,
                         std::string_view close, std::string_view english) {
    out->append("<span>").append(open).append(arabic).append(close);
    out->append(" <span class=\"en\" lang=\"en\" dir=\"ltr\">");
    out->append(english).append("</span></span>\n");
  };
  entry("<ins>", "زيادة هنا", "</ins>", "only here");
  entry("<del>", "ناقص هنا", "</del>", "only in the representative");
  entry("<del class=\"edit\">", "الأصل</del><ins class=\"edit\">البديل",
        "</ins>", "edited: representative, this text");
  entry("<mark>", "منقول من موضعه", "</mark>", "moved");
  out->append("</p>\n");
}

// Radio buttons: the style sheet does the filtering, no script is needed.
void AppendFilter(const RunTotals& totals, const RenderedFamilies& rendered,
                  std::string* out) {
  out->append(
      "<input class=\"pick\" type=\"radio\" name=\"kind\" id=\"pick-all\" "
      "checked><label for=\"pick-all\">");
  AppendLabel("الكل", "all", out);
  out->push_back(' ');
  AppendLatin(Grouped(rendered.total), out);
  out->append("</label>\n");
  for (size_t i = 0; i < kKindCount; ++i) {
    if (totals.families[i] == 0) continue;
    const std::string name(KindName(static_cast<Kind>(i)));
    out->append(
        "<input class=\"pick\" type=\"radio\" name=\"kind\" id=\"pick-");
    out->append(name).append("\"><label for=\"pick-").append(name);
    out->append("\">");
    AppendLabel(KindNameArabic(static_cast<Kind>(i)), name, out);
    out->push_back(' ');
    AppendLatin(Grouped(rendered.shown[i]), out);
    out->append("</label>\n");
  }
}

void AppendFilterStyle(std::string* out) {
  for (size_t i = 0; i < kKindCount; ++i) {
    const std::string name(KindName(static_cast<Kind>(i)));
    out->append("#pick-").append(name).append(":checked~.families>.family");
    out->append(":not(.f-").append(name).append("){display:none}\n");
  }
}

void AppendFamilies(const RunResult& run, const RunTotals& totals,
                    uint64_t report_bytes, std::string* out) {
  out->append("<section>\n");
  AppendHeading("العائلات، الأكبر أولا", "families, largest first", out);
  if (run.families.empty()) {
    out->append("<p class=\"note\">");
    AppendLabel("لا نص يتكرر", "no text occurs more than once", out);
    out->append("</p>\n</section>\n");
    return;
  }
  const RenderedFamilies rendered = RenderFamilies(run, totals, report_bytes);
  if (rendered.total < run.families.size()) {
    out->append("<p class=\"note\">");
    AppendLabel("المعروض من العائلات", "families shown", out);
    out->push_back(' ');
    AppendLatin(Grouped(rendered.total) + " / " + Grouped(run.families.size()),
                out);
    out->append(" — ");
    AppendLabel("حد حجم الصفحة", "limit of this page", out);
    out->push_back(' ');
    AppendLatin(HumanBytes(report_bytes), out);
    out->append(" — ");
    AppendLabel("كلها في الملف", "all of them are in", out);
    out->append(" <code><bdi dir=\"ltr\">families.jsonl</bdi></code></p>\n");
  }
  AppendLegend(out);
  AppendFilter(totals, rendered, out);
  out->append("<div class=\"families\">\n").append(rendered.html);
  out->append("</div>\n</section>\n");
}

}  // namespace

std::string RenderHtml(const RunResult& run, uint64_t report_bytes) {
  const RunTotals totals = CountTotals(run);
  std::string out;
  out.append(kPageHead).append(kPageStyle);
  AppendFilterStyle(&out);
  out.append("</style>\n</head>\n<body>\n<header>\n<h1>");
  AppendLabel("تقرير التكرار", "repetition report", &out);
  out.append("</h1>\n</header>\n<main>\n");
  AppendFigures(run, totals, &out);
  AppendKindTable(run, totals, &out);
  AppendSharing(run, &out);
  AppendFamilies(run, totals, report_bytes, &out);
  AppendQuality(run, &out);
  AppendUnread(run, &out);
  out.append("</main>\n<footer><bdi dir=\"ltr\">tikrar ");
  out.append(TIKRAR_VERSION).append("</bdi></footer>\n</body>\n</html>\n");
  return out;
}

}  // namespace tikrar
