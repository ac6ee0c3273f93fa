#include "report/html_sections.h"

#include <algorithm>
#include <array>

#include "report/html_escape.h"
#include "report/html_family.h"
#include "report/kind_meaning.h"
#include "report/source_sharing.h"
#include "report/terminal_text.h"

namespace tikrar {
namespace {

constexpr size_t kSourcesShown = 12;  // more columns do not fit a screen
constexpr size_t kRejectsShown = 50;
constexpr size_t kInputsShown = 50;

// The options that affect results and are worth a line; a list of what to
// show, so that an option for speed never gets onto the page by accident.
constexpr std::array<std::string_view, 11> kOptionsShown = {
    "threshold", "containment", "shingle",     "engine", "normalize", "find",
    "pairs",     "min-quote",   "min-passage", "strict", "audit"};

void AppendFigure(std::string_view arabic, std::string_view english,
                  const std::string& value, std::string* out) {
  out->append("<div><dt>");
  AppendLabel(arabic, english, out);
  out->append("</dt><dd>");
  AppendLatin(value, out);
  out->append("</dd></div>\n");
}

void AppendColumn(std::string_view arabic, std::string_view english,
                  std::string* out, bool number = false) {
  out->append(number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
  AppendLabel(arabic, english, out);
  out->append("</th>");
}

void AppendNumberCell(const std::string& value, std::string* out) {
  out->append("<td class=\"n\">");
  AppendLatin(value, out);
  out->append("</td>");
}

// A bar from the right that fills `share` of its width.
void AppendBar(double share, std::string* out) {
  const double width = std::clamp(share, 0.0, 1.0) * 1000;
  out->append(
      "<svg class=\"bar\" viewBox=\"0 0 1000 10\" "
      "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
      "<rect class=\"all\" y=\"4\" width=\"1000\" height=\"2\"/>"
      "<rect class=\"part\" x=\"");
  out->append(std::to_string(static_cast<int>(1000 - width)));
  out->append("\" width=\"").append(std::to_string(static_cast<int>(width)));
  out->append("\" height=\"10\"/></svg>");
}

void AppendSourceName(std::string_view source, std::string* out) {
  if (source.empty()) {
    AppendLabel("بلا مصدر", "no source", out);
  } else {
    AppendIsolated(source, out);
  }
}

void AppendMatrixRow(const SourceSharing& sharing, size_t row,
                     std::string* out) {
  const size_t count = sharing.sources.size();
  out->append("<tr><th scope=\"row\">");
  AppendLatin(std::to_string(row + 1), out);
  out->push_back(' ');
  AppendSourceName(sharing.sources[row], out);
  out->append("</th>");
  for (size_t column = 0; column < count; ++column) {
    const uint64_t families = sharing.together[row * count + column];
    if (row == column) {
      out->append("<td class=\"self\"></td>");
    } else {
      out->append(families == 0 ? "<td class=\"zero\">" : "<td>");
      AppendLatin(Grouped(families), out);
      out->append("</td>");
    }
  }
  AppendNumberCell(Grouped(sharing.families[row]), out);
  out->append("</tr>\n");
}

void AppendAuditLine(std::string_view arabic, std::string_view english,
                     const AuditFigure& figure, std::string* out) {
  if (figure.sampled == 0) return;
  out->append("<li>");
  AppendLabel(arabic, english, out);
  out->push_back(' ');
  if (figure.expected == 0) {
    AppendLabel("لم يجد البحث الشامل أي تطابق",
                "brute force found no match either", out);
  } else {
    AppendLatin(Fixed(100 * figure.recall, 1) + " %", out);
    out->append(" — ");
    AppendLatin(Grouped(figure.found) + " / " + Grouped(figure.expected), out);
    out->append(" — ");
    AppendLabel("مجال الثقة 95 في المئة", "95 % interval", out);
    out->push_back(' ');
    AppendLatin(Fixed(100 * figure.lower, 1) + " – " +
                    Fixed(100 * figure.upper, 1) + " %",
                out);
  }
  out->append("</li>\n");
}

void AppendBandingLine(const BandingInfo& banding, std::string* out) {
  out->append("<li>");
  AppendLatin(banding.engine + " " + banding.shingle, out);
  out->append(": ");
  AppendLabel("احتمال اقتراح زوج عند العتبة",
              "chance that a pair at the threshold is proposed", out);
  out->push_back(' ');
  AppendLatin(Fixed(banding.threshold, 2) + " → " +
                  Fixed(100 * banding.recall_at_threshold, 2) + " %",
              out);
  out->append("</li>\n");
}

void AppendOptions(const RunResult& run, std::string* out) {
  out->append("<li>");
  AppendLabel("الخيارات", "options", out);
  out->push_back(' ');
  for (const std::string_view shown : kOptionsShown) {
    for (const auto& [name, value] : run.options) {
      std::string spelled = name;
      std::replace(spelled.begin(), spelled.end(), '_', '-');
      if (spelled != shown) continue;
      out->append("<code>");
      AppendLatin(name + "=" + value, out);
      out->append("</code> ");
    }
  }
  out->append("</li>\n");
}

void AppendInputList(const RunResult& run, std::string* out) {
  out->append("<li><details><summary>");
  AppendLabel("ملفات الإدخال", "input files", out);
  out->push_back(' ');
  AppendLatin(Grouped(run.inputs.size()), out);
  out->append("</summary>\n<ul class=\"plain\">\n");
  const size_t shown = std::min(kInputsShown, run.inputs.size());
  for (size_t i = 0; i < shown; ++i) {
    out->append("<li><code>");
    AppendIsolated(run.inputs[i].path, out);
    out->append("</code> ");
    AppendLatin(HumanBytes(run.inputs[i].bytes), out);
    out->append("</li>\n");
  }
  out->append("</ul>\n");
  if (shown < run.inputs.size()) {
    out->append("<p class=\"note\">");
    AppendLabel("البقية في", "the rest is in", out);
    out->append(" <code>run.json</code></p>\n");
  }
  out->append("</details></li>\n");
}

}  // namespace

void AppendHeading(std::string_view arabic, std::string_view english,
                   std::string* out) {
  out->append("<h2>");
  AppendLabel(arabic, english, out);
  out->append("</h2>\n");
}

void AppendFigures(const RunResult& run, const RunTotals& totals,
                   std::string* out) {
  out->append("<section>\n<dl class=\"figures\">\n");
  AppendFigure("الوثائق", "documents", Grouped(run.documents_read), out);
  AppendFigure("المصادر", "sources", Grouped(totals.sources), out);
  AppendFigure("الفقرات", "blocks", Grouped(run.blocks), out);
  AppendFigure("حجم النص", "text", HumanBytes(run.text_bytes), out);
  AppendFigure("عائلات التكرار", "families", Grouped(run.families.size()), out);
  AppendFigure("وثائق تبقى", "documents that stay", Grouped(totals.staying),
               out);
  AppendFigure("نسخ زائدة", "copies of those", Grouped(totals.copies), out);
  if (run.documents_rejected > 0) {
    AppendFigure("سجلات مرفوضة", "records rejected",
                 Grouped(run.documents_rejected), out);
  }
  out->append("</dl>\n</section>\n");
}

void AppendKindTable(const RunResult& run, const RunTotals& totals,
                     std::string* out) {
  if (run.families.empty()) return;
  out->append("<section>\n");
  AppendHeading("ما الذي يتكرر", "what repeats", out);
  out->append("<div class=\"scroll\"><table>\n<thead><tr>");
  AppendColumn("النوع", "kind", out);
  out->append("<td class=\"barcell\"></td>");
  AppendColumn("من النص كله", "of all text", out, true);
  AppendColumn("العائلات", "families", out, true);
  AppendColumn("الوثائق", "documents", out, true);
  AppendColumn("الحجم", "bytes", out, true);
  out->append("</tr></thead>\n<tbody>\n");
  const auto text_bytes =
      static_cast<double>(std::max<uint64_t>(1, run.text_bytes));
  for (size_t i = 0; i < kKindCount; ++i) {
    const KindCounts& counts = run.kinds[i];
    if (counts.spans == 0 && totals.families[i] == 0) continue;
    const Kind kind = static_cast<Kind>(i);
    out->append("<tr><th scope=\"row\">");
    AppendKind(kind, out);
    out->append("<span class=\"what\">");
    AppendLabel(KindMeaningArabic(kind), KindMeaning(kind), out);
    out->append("</span></th><td class=\"barcell\">");
    AppendBar(static_cast<double>(counts.bytes) / text_bytes, out);
    out->append("</td>");
    AppendNumberCell(Percent(counts.bytes, run.text_bytes), out);
    AppendNumberCell(Grouped(totals.families[i]), out);
    AppendNumberCell(Grouped(counts.documents), out);
    AppendNumberCell(HumanBytes(counts.bytes), out);
    out->append("</tr>\n");
  }
  out->append("</tbody></table></div>\n<p class=\"note\">");
  AppendLabel("قد يعد النص الواحد في أكثر من نوع",
              "a text can count under several kinds", out);
  out->append("</p>\n</section>\n");
}

void AppendSharing(const RunResult& run, std::string* out) {
  const SourceSharing sharing = CountSharing(run, kSourcesShown);
  if (sharing.sources.empty()) return;
  out->append("<section>\n");
  AppendHeading("من يشترك مع من", "which sources share text", out);
  out->append("<p class=\"note\">");
  AppendLabel("عدد العائلات التي يظهر فيها المصدران معا",
              "families in which both sources occur", out);
  out->append(
      "</p>\n<div class=\"scroll\"><table class=\"matrix\">\n"
      "<thead><tr>");
  AppendColumn("المصدر", "source", out);
  for (size_t i = 0; i < sharing.sources.size(); ++i) {
    out->append("<th scope=\"col\">");
    AppendLatin(std::to_string(i + 1), out);
    out->append("</th>");
  }
  AppendColumn("مع أي مصدر", "with any", out);
  out->append("</tr></thead>\n<tbody>\n");
  for (size_t i = 0; i < sharing.sources.size(); ++i) {
    AppendMatrixRow(sharing, i, out);
  }
  out->append("</tbody></table></div>\n");
  if (sharing.sources_left_out > 0) {
    out->append("<p class=\"note\">");
    AppendLabel("مصادر أخرى مشتركة لم تعرض:",
                "further sharing sources not shown:", out);
    out->push_back(' ');
    AppendLatin(Grouped(sharing.sources_left_out), out);
    out->append("</p>\n");
  }
  out->append("</section>\n");
}

void AppendQuality(const RunResult& run, std::string* out) {
  out->append("<section>\n");
  AppendHeading("كيف أجري البحث", "how this was found", out);
  out->append("<ul class=\"plain\">\n");
  if (run.audit) {
    AppendAuditLine("مراجعة الوثائق: نسبة ما وجد",
                    "audit of documents: share found", run.audit->documents,
                    out);
    AppendAuditLine("مراجعة الفقرات: نسبة ما وجد",
                    "audit of blocks: share found", run.audit->blocks, out);
  }
  for (const BandingInfo& banding : run.banding) {
    AppendBandingLine(banding, out);
  }
  AppendOptions(run, out);
  AppendInputList(run, out);
  out->append("</ul>\n</section>\n");
}

void AppendUnread(const RunResult& run, std::string* out) {
  if (run.rejects.empty() && run.unknown_inputs.empty()) return;
  out->append("<section>\n");
  AppendHeading("ما لم يقرأ", "what could not be read", out);
  out->append("<ul class=\"plain\">\n");
  const size_t shown = std::min(kRejectsShown, run.rejects.size());
  for (size_t i = 0; i < shown; ++i) {
    const RejectRow& reject = run.rejects[i];
    std::string place;
    if (reject.input < run.inputs.size()) place = run.inputs[reject.input].path;
    place.append("#").append(std::to_string(reject.record));
    out->append("<li><code>");
    AppendLatin(place, out);
    out->append("</code> ");
    AppendIsolated(reject.error, out);
    out->append("</li>\n");
  }
  const size_t unknown = std::min(kRejectsShown, run.unknown_inputs.size());
  for (size_t i = 0; i < unknown; ++i) {
    out->append("<li><code>");
    AppendIsolated(run.unknown_inputs[i], out);
    out->append("</code> ");
    AppendLabel("نوع ملف غير معروف أو نتيجة فحص سابق",
                "unknown file type, or a run", out);
    out->append("</li>\n");
  }
  out->append("</ul>\n");
  const size_t left_out =
      run.rejects.size() - shown + run.unknown_inputs.size() - unknown;
  if (left_out > 0) {
    out->append("<p class=\"note\">");
    AppendLabel("لم يعرض هنا:", "not shown here:", out);
    out->push_back(' ');
    AppendLatin(Grouped(left_out), out);
    out->append("</p>\n");
  }
  out->append("</section>\n");
}

}  // namespace tikrar
