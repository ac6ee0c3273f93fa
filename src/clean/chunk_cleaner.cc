#include "clean/chunk_cleaner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "report/json_writer.h"

namespace tikrar {
namespace {

bool IsTable(Format format) {
  return format == Format::kCsv || format == Format::kTsv;
}

// A field of a table, in quotes.
std::string TableField(std::string_view text) {
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

char Delimiter(Format format) { return format == Format::kCsv ? ',' : '\t'; }

// The edits that make the text of a row that had no quotes readable without
// `cuts`: what is left may begin with a quote, or be nothing in a row that has
// nothing else.
std::vector<TextEdit> QuoteEdits(std::string_view text, bool is_whole_row,
                                 const std::vector<Removal>& cuts) {
  std::vector<TextEdit> quotes;
  uint32_t at = 0;
  char first = '\0';
  const auto look_at = [&](uint32_t end) {
    for (; at < end; ++at) {
      if (first == '\0') first = text[at];
      if (text[at] == '"') quotes.push_back({{at, at}, nullptr, "\""});
    }
  };
  for (const Removal& cut : cuts) {
    look_at(cut.range.begin);
    at = cut.range.end;
  }
  const auto size = static_cast<uint32_t>(text.size());
  look_at(size);
  if (first != '"' && !(first == '\0' && is_whole_row)) return {};
  quotes.insert(quotes.begin(), {{0, 0}, nullptr, "\""});
  quotes.push_back({{size, size}, nullptr, "\""});
  return quotes;
}

}  // namespace

std::string_view ChunkCleaner::RecordOf(const RecordPiece& piece) const {
  return job_->bytes().substr(piece.value_begin,
                              piece.value_end - piece.value_begin);
}

// The mark of an array is none of a record's own: a comma may stay when it
// goes, and go when it stays.
size_t ChunkCleaner::EndOf(const RecordPiece& piece) {
  return piece.mark == '\0' ? piece.end : piece.value_end;
}

std::string ChunkCleaner::Encode(std::string_view text) const {
  return steps_ == nullptr ? std::string(text) : steps_->Encode(text);
}

// Goes forward from the last place; only a step back begins anew.
size_t ChunkCleaner::RawPlace(size_t place) {
  if (steps_ == nullptr) return place;
  if (place < decoded_at_) {
    decoded_at_ = 0;
    raw_at_ = 0;
  }
  while (decoded_at_ < place && raw_at_ < job_->raw.size()) {
    const DecodeStep step = steps_->Next(job_->raw, raw_at_);
    decoded_at_ += step.text_bytes;
    raw_at_ += step.source_bytes;
  }
  return raw_at_;
}

std::string_view ChunkCleaner::Raw(size_t begin, size_t end) {
  const size_t raw_begin = RawPlace(begin);
  return std::string_view(job_->raw).substr(raw_begin,
                                            RawPlace(end) - raw_begin);
}

absl::Status ChunkCleaner::StartInput(const ChunkJob& job, bool write) {
  if (job.stored_charset != Charset::kUtf8) {
    steps_ = std::make_unique<DecodeSteps>(job.stored_charset);
  }
  locator_ = std::make_unique<TextLocator>(file_.format, context_.run.input,
                                           job.header, job.charset);
  if (!IsTable(file_.format)) {
    return write ? context_.writer->Keep(job.gap) : absl::OkStatus();
  }
  const std::string header = Encode(job.header);
  std::string head(job.gap, 0, steps_ == nullptr ? 0 : 2);  // its mark
  if (!context_.options.annotate || job.header.empty()) {
    context_.writer->SetShardHead(head + header);
    return write ? context_.writer->Keep(job.gap) : absl::OkStatus();
  }
  TIKRAR_RETURN_IF_ERROR(CheckFields(""));
  const char delimiter = Delimiter(file_.format);
  const std::string names =
      Encode(delimiter + TableField(context_.options.copies_field) + delimiter +
             TableField(context_.options.sources_field));
  const size_t fields = locator_->EndOfFields(job.header).value_or(0);
  const size_t line_end = Encode(job.header.substr(fields)).size();
  head.append(header, 0, header.size() - line_end);
  head.append(names).append(header, header.size() - line_end);
  context_.writer->SetShardHead(head);
  if (!write) return absl::OkStatus();
  const size_t place = job.gap.size() - std::min(job.gap.size(), line_end);
  const std::string_view gap = job.gap;
  TIKRAR_RETURN_IF_ERROR(context_.writer->Keep(gap.substr(0, place)));
  TIKRAR_RETURN_IF_ERROR(context_.writer->Add(names));
  return context_.writer->Keep(gap.substr(place));
}

absl::Status ChunkCleaner::Pass(const ChunkJob& job) {
  return job.is_first ? StartInput(job, /*write=*/false) : absl::OkStatus();
}

absl::Status ChunkCleaner::TakeGap(const ChunkJob& job) {
  if (job.is_first) return StartInput(job, /*write=*/true);
  return Leftover(job.gap, /*is_of_reject=*/true);
}

absl::Status ChunkCleaner::Process(const ChunkJob& job) {
  job_ = &job;
  decoded_at_ = 0;
  raw_at_ = 0;
  TIKRAR_RETURN_IF_ERROR(TakeGap(job));
  const DocumentBatch& batch = job.batch;
  size_t document = 0;
  size_t reject = 0;
  size_t skipped = 0;
  for (const RecordPiece& piece : job.pieces) {
    const uint64_t record = document + reject;
    if (!piece.is_record) {
      TIKRAR_RETURN_IF_ERROR(Between(piece));
    } else if (IsSkipped(piece, document, reject)) {
      ++skipped;
      TIKRAR_RETURN_IF_ERROR(Between(piece));
    } else if (document < batch.documents.size() &&
               batch.documents[document].record == record) {
      TIKRAR_RETURN_IF_ERROR(OneDocument(batch.documents[document++], piece));
    } else {
      ++reject;
      TIKRAR_RETURN_IF_ERROR(Reject(piece));
    }
  }
  // A bad header makes one record of its own where there is no row.
  const bool is_all = reject == batch.rejects.size() ||
                      (reject == 0 && batch.documents.empty());
  if (!is_all || document != batch.documents.size() ||
      skipped != batch.skipped) {
    return MakeStatus(
        absl::StatusCode::kInternal, file_.path,
        absl::StrFormat("byte %d: found %d records again, expected %d",
                        context_.state->progress.at,
                        document + reject + skipped,
                        batch.records + batch.skipped));
  }
  context_.state->progress.records += job.batch.records;
  context_.state->outcome.records_rejected += job.batch.rejects.size();
  return absl::OkStatus();
}

// Whether it is a record of a web archive that holds no document: it stays.
bool ChunkCleaner::IsSkipped(const RecordPiece& piece, size_t document,
                             size_t reject) const {
  if (file_.format != Format::kWarc) return false;
  const DocumentBatch& batch = job_->batch;
  const uint64_t offset = job_->offset + piece.value_begin;
  const bool is_document =
      document < batch.offsets.size() && batch.offsets[document] == offset;
  const bool is_reject =
      reject < batch.rejects.size() && batch.rejects[reject].offset == offset;
  return !is_document && !is_reject;
}

absl::Status ChunkCleaner::Between(const RecordPiece& piece) {
  InputProgress& progress = context_.state->progress;
  if (piece.mark == '[') progress.opened = true;
  if (piece.mark == ']') {
    TIKRAR_RETURN_IF_ERROR(SettleComma(/*stays=*/false));
    progress.closed = true;
  }
  TIKRAR_RETURN_IF_ERROR(context_.writer->Keep(Raw(piece.begin, piece.end)));
  return piece.is_record ? context_.writer->EndRecord() : absl::OkStatus();
}

// The comma before a record, whose fate hangs on both its sides.
absl::Status ChunkCleaner::SettleComma(bool stays) {
  InputProgress& progress = context_.state->progress;
  if (!progress.has_comma) return absl::OkStatus();
  progress.has_comma = false;
  if (stays) return context_.writer->Keep(",");
  LedgerRow row;
  row.reason = Reason::kFormat;
  row.raw = ",";
  return context_.writer->Remove(row);
}

// What follows a value in an array: a comma is left open, a bracket closes.
absl::Status ChunkCleaner::AfterValue(const RecordPiece& piece) {
  if (piece.mark == ',') context_.state->progress.has_comma = true;
  if (piece.mark != ']') return absl::OkStatus();
  context_.state->progress.closed = true;
  return context_.writer->Keep("]");
}

absl::Status ChunkCleaner::RemoveRaw(LedgerRow row, std::string_view raw) {
  while (!raw.empty()) {
    row.raw = raw.substr(0, kMaxRowRawBytes);
    raw.remove_prefix(row.raw.size());
    TIKRAR_RETURN_IF_ERROR(context_.writer->Remove(row));
  }
  return absl::OkStatus();
}

absl::Status ChunkCleaner::Reject(const RecordPiece& piece) {
  TIKRAR_RETURN_IF_ERROR(SettleComma(/*stays=*/false));
  LedgerRow row;
  row.reason = Reason::kReject;
  TIKRAR_RETURN_IF_ERROR(RemoveRaw(row, Raw(piece.begin, EndOf(piece))));
  return AfterValue(piece);
}

absl::Status ChunkCleaner::CheckDocument(const Document& document,
                                         const DocumentLine& line) const {
  const CleanState& state = *context_.state;
  const uint64_t record = state.progress.records + document.record;
  if (line.input == state.input && line.record == record &&
      line.bytes == document.text.size()) {
    return absl::OkStatus();
  }
  return MakeStatus(
      absl::StatusCode::kFailedPrecondition, context_.documents->where(),
      absl::StrFormat("is record %d of input %d with %d bytes of text, "
                      "expected record %d of input %d with %d: the input has "
                      "changed, or the run",
                      line.record, line.input, line.bytes, record, state.input,
                      document.text.size()));
}

absl::Status ChunkCleaner::OneDocument(const Document& document,
                                       const RecordPiece& piece) {
  CleanState& state = *context_.state;
  DocumentLine line;
  TIKRAR_ASSIGN_OR_RETURN(const bool has_line, context_.documents->Next(&line));
  if (!has_line) {
    return MakeStatus(absl::StatusCode::kFailedPrecondition, file_.path,
                      "has more documents than the run: it has changed");
  }
  TIKRAR_RETURN_IF_ERROR(CheckDocument(document, line));
  TIKRAR_RETURN_IF_ERROR(context_.spans->Take(
      line, document.text, context_.plan->families(), &spans_));
  TIKRAR_ASSIGN_OR_RETURN(const CleanedDocument cleaned,
                          context_.cleaner->Clean(line, context_.plan->Of(line),
                                                  spans_, document.text));
  ++state.document;
  ++state.progress.documents;
  ++state.outcome.documents_read;
  state.outcome.text_bytes += document.text.size();
  return cleaned.stays ? KeepDocument(document, line, cleaned, piece)
                       : RemoveWhole(document, line, cleaned, piece);
}

void ChunkCleaner::Count(const RemovalCause& cause, const DocumentLine& line,
                         uint64_t bytes, bool is_first_of_document) {
  CleanOutcome& outcome = context_.state->outcome;
  CleanCount* count = &outcome.too_short;
  if (cause.kind) {
    count = &outcome.kinds[static_cast<size_t>(*cause.kind)];
  } else if (cause.reason == Reason::kDecision) {
    count = &outcome.decided;
  }
  const uint64_t documents = is_first_of_document ? 1 : 0;
  const auto add = [&](CleanCount* to) {
    to->documents += documents;
    ++to->spans;
    to->bytes += bytes;
  };
  add(count);
  if (context_.preview == nullptr || !cause.kind) return;
  auto& sources = context_.preview->sources[static_cast<size_t>(*cause.kind)];
  auto source = sources.find(line.source);
  if (source == sources.end()) {
    source = sources.emplace(std::string(line.source), CleanCount()).first;
  }
  add(&source->second);
  if (cause.family == kNoId) return;
  context_.preview->families[{*cause.kind, cause.family}] += bytes;
}

absl::Status ChunkCleaner::RemoveWhole(const Document& document,
                                       const DocumentLine& line,
                                       const CleanedDocument& cleaned,
                                       const RecordPiece& piece) {
  TIKRAR_RETURN_IF_ERROR(SettleComma(/*stays=*/false));
  Count(cleaned.whole, line, document.text.size(), true);
  LedgerRow row;
  row.doc = line.id;
  row.range = {0, static_cast<uint32_t>(document.text.size())};
  row.kind = cleaned.whole.kind;
  row.reason = cleaned.whole.reason;
  row.family = cleaned.whole.family;
  row.keeper = cleaned.keeper;
  row.text = document.text;
  row.raw = Raw(piece.begin, EndOf(piece));
  TIKRAR_RETURN_IF_ERROR(row.raw.size() <= kMaxRowRawBytes
                             ? context_.writer->Remove(row)
                             : RemoveLong(row, piece, document.text));
  return AfterValue(piece);
}

// A row of the bytes before the text, rows of the text, a row of the rest.
absl::Status ChunkCleaner::RemoveLong(const LedgerRow& row,
                                      const RecordPiece& piece,
                                      std::string_view text) {
  if (file_.format == Format::kWarc) {  // the text of a page is nowhere in it
    LedgerRow page = row;
    page.range = {0, 0};
    page.text = "";
    return RemoveRaw(page, Raw(piece.begin, EndOf(piece)));
  }
  TIKRAR_RETURN_IF_ERROR(locator_->Find(RecordOf(piece), text));
  const auto size = static_cast<uint32_t>(text.size());
  const std::vector<size_t> ends =
      locator_->Map(std::vector<uint32_t>{0, size});
  LedgerRow part = row;
  part.range = {0, 0};
  part.text = "";
  TIKRAR_RETURN_IF_ERROR(
      RemoveRaw(part, Raw(piece.begin, piece.value_begin + ends[0])));
  TIKRAR_RETURN_IF_ERROR(RemoveStretch(
      row, {0, size}, text,
      Raw(piece.value_begin + ends[0], piece.value_begin + ends[1]), piece));
  part.range = {size, size};
  return RemoveRaw(part, Raw(piece.value_begin + ends[1], EndOf(piece)));
}

// Rows of a stretch of the text that the locator has found.
absl::Status ChunkCleaner::RemoveStretch(const LedgerRow& row, TextRange range,
                                         std::string_view text,
                                         std::string_view raw,
                                         const RecordPiece& piece) {
  LedgerRow part = row;
  if (raw.size() <= kMaxRowRawBytes) {
    part.range = range;
    part.text = range.In(text);
    part.raw = raw;
    return context_.writer->Remove(part);
  }
  constexpr size_t kTextStep = kMaxRowRawBytes / 12;  // a letter as two escapes
  std::vector<uint32_t> offsets = {range.begin};
  while (offsets.back() < range.end) {
    size_t next = std::min<size_t>(range.end, offsets.back() + kTextStep);
    while (next < range.end && (text[next] & 0xC0) == 0x80) --next;
    offsets.push_back(static_cast<uint32_t>(next));
  }
  const std::vector<size_t> places = locator_->Map(offsets);
  for (size_t i = 1; i < offsets.size(); ++i) {
    part.range = {offsets[i - 1], offsets[i]};
    part.text = part.range->In(text);
    part.raw =
        Raw(piece.value_begin + places[i - 1], piece.value_begin + places[i]);
    TIKRAR_RETURN_IF_ERROR(context_.writer->Remove(part));
  }
  return absl::OkStatus();
}

absl::Status ChunkCleaner::CheckFields(std::string_view record) const {
  const std::string_view names[] = {context_.options.copies_field,
                                    context_.options.sources_field};
  for (const std::string_view name : names) {
    if (!locator_->HasField(record, name)) continue;
    return MakeStatus(
        absl::StatusCode::kInvalidArgument, file_.path,
        absl::StrFormat("byte %d: has a field \"%s\" of its own, expected "
                        "another name (--copies-field, --sources-field)",
                        context_.state->progress.at, name));
  }
  return absl::OkStatus();
}

std::string ChunkCleaner::Annotation(const DocumentLine& line) const {
  uint64_t copies = 1;
  std::string sources;
  for (const DocumentSpan& span : spans_) {
    if (span.kind != Kind::kDuplicate && span.kind != Kind::kSyndicated) {
      continue;
    }
    const FamilyNote* const note = context_.notes.Find(span.family);
    if (note == nullptr) continue;
    copies = note->documents;
    sources = note->sources;
  }
  if (sources.empty()) {
    JsonWriter(&sources).BeginArray().String(line.source).EndArray();
  }
  if (IsTable(file_.format)) {
    const char delimiter = Delimiter(file_.format);
    return delimiter + std::to_string(copies) + delimiter + TableField(sources);
  }
  std::string members = ",";
  AppendJsonString(context_.options.copies_field, &members);
  members += ":" + std::to_string(copies) + ",";
  AppendJsonString(context_.options.sources_field, &members);
  return members + ":" + sources;
}

std::vector<TextEdit> ChunkCleaner::EditsOf(
    std::string_view text, std::string_view record,
    const std::vector<Removal>& cuts) const {
  std::vector<TextEdit> edits;
  for (const Removal& cut : cuts) edits.push_back({cut.range, &cut, ""});
  if (!IsTable(file_.format) || locator_->is_quoted()) return edits;
  const std::vector<size_t> ends = locator_->Map(
      std::vector<uint32_t>{0, static_cast<uint32_t>(text.size())});
  const bool is_whole_row =
      ends[0] == 0 && ends[1] == locator_->EndOfFields(record);
  for (const TextEdit& edit : QuoteEdits(text, is_whole_row, cuts)) {
    edits.push_back(edit);
  }
  std::stable_sort(edits.begin(), edits.end(),
                   [](const TextEdit& x, const TextEdit& y) {
                     return std::pair(x.range.begin, x.range.end) <
                            std::pair(y.range.begin, y.range.end);
                   });
  return edits;
}

// Writes the record up to the last edit; *at is where what is left begins.
absl::Status ChunkCleaner::WriteEdits(const std::vector<TextEdit>& edits,
                                      std::string_view text,
                                      const DocumentLine& line,
                                      const RecordPiece& piece, size_t* at) {
  std::vector<uint32_t> offsets;
  for (const TextEdit& edit : edits) {
    offsets.push_back(edit.range.begin);
    offsets.push_back(edit.range.end);
  }
  const std::vector<size_t> places = locator_->Map(offsets);
  std::array<bool, kKindCount + 1> seen{};
  for (size_t i = 0; i < edits.size(); ++i) {
    const size_t begin = piece.value_begin + places[2 * i];
    TIKRAR_RETURN_IF_ERROR(context_.writer->Keep(Raw(*at, begin)));
    *at = piece.value_begin + places[2 * i + 1];
    if (edits[i].removal == nullptr) {
      TIKRAR_RETURN_IF_ERROR(context_.writer->Add(Encode(edits[i].added)));
      continue;
    }
    const Removal& removal = *edits[i].removal;
    LedgerRow row;
    row.doc = line.id;
    row.kind = removal.cause.kind;
    row.reason = removal.cause.reason;
    row.family = removal.cause.family;
    TIKRAR_RETURN_IF_ERROR(
        RemoveStretch(row, removal.range, text, Raw(begin, *at), piece));
    bool& is_seen =
        seen[removal.cause.kind ? static_cast<size_t>(*removal.cause.kind)
                                : size_t{kKindCount}];
    Count(removal.cause, line, removal.range.size(), !is_seen);
    is_seen = true;
  }
  return absl::OkStatus();
}

absl::Status ChunkCleaner::WriteAnnotation(const DocumentLine& line,
                                           const RecordPiece& piece,
                                           size_t* at) {
  const std::string_view record = RecordOf(piece);
  const std::optional<size_t> fields = locator_->EndOfFields(record);
  if (!fields) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, file_.path,
                      "has no fields to annotate, expected json, csv or tsv");
  }
  if (!IsTable(file_.format)) TIKRAR_RETURN_IF_ERROR(CheckFields(record));
  const size_t end = piece.value_begin + *fields;
  TIKRAR_RETURN_IF_ERROR(context_.writer->Keep(Raw(*at, end)));
  *at = end;
  return context_.writer->Add(Encode(Annotation(line)));
}

absl::Status ChunkCleaner::KeepDocument(const Document& document,
                                        const DocumentLine& line,
                                        const CleanedDocument& cleaned,
                                        const RecordPiece& piece) {
  InputProgress& progress = context_.state->progress;
  // The first record of an array, or of a file of it, has no comma before.
  const bool is_first =
      !progress.shard_has_record || context_.writer->IsShardFull();
  TIKRAR_RETURN_IF_ERROR(SettleComma(/*stays=*/!is_first));
  TIKRAR_RETURN_IF_ERROR(context_.writer->BeginRecord());
  size_t at = piece.begin;
  const bool is_page = file_.format == Format::kWarc;
  if (is_page) {
    // A page is markup around a text, and its record has lengths and digests:
    // it goes whole or stays whole.
    context_.state->outcome.spans_uncut += cleaned.cuts.size();
  } else if (!cleaned.cuts.empty()) {
    const std::string_view record = RecordOf(piece);
    TIKRAR_RETURN_IF_ERROR(locator_->Find(record, document.text));
    TIKRAR_RETURN_IF_ERROR(
        WriteEdits(EditsOf(document.text, record, cleaned.cuts), document.text,
                   line, piece, &at));
  }
  if (context_.options.annotate) {
    TIKRAR_RETURN_IF_ERROR(WriteAnnotation(line, piece, &at));
  }
  TIKRAR_RETURN_IF_ERROR(context_.writer->Keep(Raw(at, EndOf(piece))));
  TIKRAR_RETURN_IF_ERROR(context_.writer->EndRecord());
  uint64_t text_kept = document.text.size();
  for (const Removal& cut : cleaned.cuts) {
    if (!is_page) text_kept -= cut.range.size();
  }
  ++progress.documents_kept;
  ++context_.state->outcome.documents_kept;
  context_.state->outcome.text_kept += text_kept;
  return AfterValue(piece);
}

absl::Status ChunkCleaner::Leftover(std::string_view raw, bool is_of_reject) {
  if (!is_of_reject) return context_.writer->Keep(raw);
  LedgerRow row;
  row.reason = Reason::kReject;
  return RemoveRaw(row, raw);
}

absl::Status ChunkCleaner::Finish() {
  TIKRAR_RETURN_IF_ERROR(SettleComma(/*stays=*/false));
  const InputProgress& progress = context_.state->progress;
  if (!progress.opened || progress.closed) return absl::OkStatus();
  return context_.writer->Add("]\n");
}

}  // namespace tikrar
