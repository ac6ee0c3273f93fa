// Everything that the command line can set, as plain values.

#ifndef TIKRAR_PIPELINE_SCAN_SETTINGS_H_
#define TIKRAR_PIPELINE_SCAN_SETTINGS_H_

#include <string>
#include <vector>

#include "tikrar/clean.h"
#include "tikrar/generate.h"
#include "tikrar/report.h"
#include "tikrar/scan.h"
#include "tikrar/serve.h"

namespace tikrar {

struct ScanSettings {
  ScanOptions scan;
  RunWriterOptions writer;
  GenerateOptions generate;
  CleanOptions clean;
  ReportOptions report;
  ServeOptions serve;
  std::string output;  // the directory to write
  // Of evaluate: what to score, against what, and what it was made from.
  std::string run;
  std::string truth;
  std::vector<std::string> corpus;
  bool quiet = false;
  bool json = false;
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_SCAN_SETTINGS_H_
