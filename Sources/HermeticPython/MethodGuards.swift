import CHermetic
import HermeticPolicy
import HermeticSession

/// Puts the guards on built-ins that the catalog lists.
@safe
struct MethodGuards {
  let state: UnsafeMutablePointer<EngineState>

  // SAFETY: the state is never freed.
  private var library: PythonLibrary { unsafe state.pointee.library }

  /// Every module that has built-ins to guard.
  static let modules = Set(CatalogEntry.allGuards.map(\.module))
  /// Those of them that every interpreter begins with.
  static let builtInModules = ["builtins", "posix", "_io", "marshal", "_imp", "sys"]

  /// Guards a module's built-ins; what cannot be found is left to the call of libc beneath it, which
  /// refuses all the same, if with a plainer error.
  func install(_ name: String) {
    var (type, value, traceback): (OpaquePointer?, OpaquePointer?, OpaquePointer?) = (nil, nil, nil)
    // An import may happen while an exception is on its way.
    unsafe library.table.pointee.PyErr_Fetch(&type, &value, &traceback)
    var slot = 0
    for entry in CatalogEntry.all {
      for guarded in entry.guards {
        if guarded.module == name, isNeeded(entry) { install(guarded, slot) }
        slot += 1
      }
    }
    unsafe library.table.pointee.PyErr_Restore(type, value, traceback)
  }

  private func isNeeded(_ entry: CatalogEntry) -> Bool {
    let watched = unsafe state.pointee.watched
    if watched.contains(entry.action) { return true }
    // Who asks is told by where code says that it is from: that must be true.
    let judges =
      unsafe state.pointee.session.image.namesGrantors
      || !watched.isDisjoint(with: .judgedByCaller)
    return entry.action == .executeCode && judges
  }

  private func install(_ entry: Guard, _ slot: Int) {
    guard let module = unsafe library.table.pointee.PyImport_ImportModule(entry.module) else {
      unsafe library.table.pointee.PyErr_Clear()
      return
    }
    var holder = unsafe Owned(module, library)
    if let type = entry.type {
      // One type has no name there.
      let found =
        type == "code"
        ? unsafe library.attribute(OpaquePointer(library.table.pointee.PyCode_Type), "replace")
        : unsafe library.attribute(holder.object, type)
      guard let found else { return }
      if type == "code" {
        _ = unsafe hermetic_guard_method(
          library.table, found.object, entry.name, CInt(slot), entry.isAskedFirst)
        return
      }
      holder = found
    }
    if entry.name == "__init__" {
      _ = unsafe hermetic_guard_initializer(library.table, holder.object)
      return
    }
    guard let builtin = unsafe library.attribute(holder.object, entry.name) else { return }
    _ = unsafe hermetic_guard_method(
      library.table, builtin.object, entry.name, CInt(slot), entry.isAskedFirst)
  }
}
