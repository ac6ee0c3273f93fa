#include <utility>

#include "base/status_macros.h"
#include "report/output_file.h"
#include "report/run_directory.h"
#include "report/run_rows.h"
#include "tikrar/report.h"

namespace tikrar {
namespace {

using LineWriter = void (*)(const RunResult&, size_t, std::string*);

struct RowFile {
  std::string_view name;
  size_t rows;
  LineWriter append_line;
};

absl::Status WriteRows(const RunResult& run, const std::string& directory,
                       const RowFile& spec) {
  TIKRAR_ASSIGN_OR_RETURN(
      OutputFile file,
      OutputFile::Create(directory + "/" + std::string(spec.name)));
  for (size_t i = 0; i < spec.rows; ++i) {
    spec.append_line(run, i, file.buffer());
    TIKRAR_RETURN_IF_ERROR(file.FlushIfFull());
  }
  return file.Close();
}

absl::Status WriteWhole(std::string content, const std::string& directory,
                        std::string_view name) {
  TIKRAR_ASSIGN_OR_RETURN(
      OutputFile file, OutputFile::Create(directory + "/" + std::string(name)));
  *file.buffer() = std::move(content);
  return file.Close();
}

absl::Status WriteFiles(const RunResult& run, const std::string& directory,
                        const RunWriterOptions& options) {
  const RowFile files[] = {
      {kDocumentsFile, run.documents.size(), AppendDocumentLine},
      {kSpansFile, run.spans.size(), AppendSpanLine},
      {kFamiliesFile, run.families.size(), AppendFamilyLine},
      {kMatchesFile, run.matches.size(), AppendMatchLine},
      {kRejectsFile, run.rejects.size(), AppendRejectLine},
  };
  for (const RowFile& file : files) {
    TIKRAR_RETURN_IF_ERROR(WriteRows(run, directory, file));
  }
  if (options.write_report) {
    TIKRAR_RETURN_IF_ERROR(WriteWhole(RenderHtml(run, options.report_bytes),
                                      directory, kReportFile));
  }
  // Last: a folder with a run.json has everything else.
  return WriteWhole(RenderRunJson(run) + "\n", directory, kRunFile);
}

}  // namespace

absl::Status CheckRunDirectory(std::string_view directory) {
  return FindRunPaths(directory).status();
}

absl::Status WriteRun(const RunResult& run, std::string_view directory,
                      const RunWriterOptions& options) {
  TIKRAR_ASSIGN_OR_RETURN(const RunPaths paths, FindRunPaths(directory));
  TIKRAR_RETURN_IF_ERROR(MakePartial(paths));
  const absl::Status written = WriteFiles(run, paths.partial_path, options);
  if (!written.ok()) {
    RemovePartial(paths);
    return written;
  }
  return Publish(paths);
}

}  // namespace tikrar
