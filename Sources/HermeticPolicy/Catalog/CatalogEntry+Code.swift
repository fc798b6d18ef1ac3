extension CatalogEntry {
  static let code: [CatalogEntry] = [executeCode, importModule, loadNative, mutateInterpreter]

  private static let ownMemory = Kernel.unheld("it happens within the interpreter's own memory")

  private static let executeCode = CatalogEntry(
    .executeCode,
    events: [
      AuditEvent("compile", .code), AuditEvent("exec", .code), AuditEvent("code.__new__", .code),
      AuditEvent("function.__new__", .code), AuditEvent("marshal.loads", .code),
      AuditEvent("marshal.load", .code), AuditEvent("pickle.find_class", .code),
      AuditEvent("import", .module),
    ],
    guards: [
      Guard("builtins", "eval", isAskedFirst: true), Guard("builtins", "exec", isAskedFirst: true),
      Guard("builtins", "compile", isAskedFirst: true),
      Guard("marshal", "loads", isAskedFirst: true), Guard("marshal", "load", isAskedFirst: true),
      Guard("_imp", "get_frozen_object", isAskedFirst: true),
      Guard("_imp", "_fix_co_filename", isAskedFirst: true),
      Guard("sys", "audit", isAskedFirst: true),
      Guard("builtins", type: "code", "replace", isAskedFirst: true),
      Guard("parser", type: "STType", "compile", isAskedFirst: true),
      Guard("parser", "compilest", isAskedFirst: true),
      Guard("_peg_parser", "compile_string", isAskedFirst: true),
      Guard("_testinternalcapi", "assemble_code_object", isAskedFirst: true),
      Guard("_testcapi", "code_newempty", isAskedFirst: true),
    ],
    kernel: ownMemory)

  private static let importModule = CatalogEntry(
    .importModule,
    events: [AuditEvent("import", .module), AuditEvent("object.__setattr__", .attribute)],
    guards: [
      Guard("_imp", "create_builtin", isAskedFirst: true),
      Guard("_imp", "init_frozen", isAskedFirst: true),
    ], kernel: ownMemory)

  private static let loadNative = CatalogEntry(
    .loadNative,
    events: [
      AuditEvent("import", .module), AuditEvent("ctypes.dlopen", .library),
      AuditEvent("sqlite3.enable_load_extension", .library),
      AuditEvent("sqlite3.load_extension", .library), AuditEvent("os.putenv", .variable),
    ],
    calls: ["dlopen", "dlmopen", "setenv", "putenv"],
    kernel: .unheld("the kernel cannot tell whose code is mapped"))

  /// Variables by which libc finds machine code to convert texts with.
  public static let converterVariables = ["GCONV_PATH", "LOCPATH"]

  private static let mutateInterpreter = CatalogEntry(
    .mutateInterpreter,
    events: [
      AuditEvent("sys.settrace", .part), AuditEvent("sys.setprofile", .part),
      AuditEvent("sys.addaudithook", .part), AuditEvent("os.chdir", .part),
      AuditEvent("sys.monitoring.register_callback", .part), AuditEvent("import", .module),
      AuditEvent("object.__setattr__", .attribute),
    ],
    guards: [
      Guard("sys", "settrace", isAskedFirst: true), Guard("sys", "setprofile", isAskedFirst: true),
      Guard("_lsprof", type: "Profiler", "enable", isAskedFirst: true),
    ],
    kernel: ownMemory)
}
