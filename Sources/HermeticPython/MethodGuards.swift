import CHermetic
import HermeticPolicy

/// Puts the guards on built-ins that the catalog lists.
@safe
struct MethodGuards {
  let library: PythonLibrary

  /// Imports the modules and guards their built-ins; what cannot be found is left to the call of libc
  /// beneath it, which refuses all the same, if with a plainer error.
  func install(_ state: UnsafeMutablePointer<EngineState>) {
    unsafe state.pointee.hasMethodGuards = true
    var (type, value, traceback): (OpaquePointer?, OpaquePointer?, OpaquePointer?) = (nil, nil, nil)
    // An import may happen while an exception is on its way.
    unsafe library.table.pointee.PyErr_Fetch(&type, &value, &traceback)
    for (slot, entry) in CatalogEntry.allGuards.enumerated() {
      install(entry, slot)
    }
    unsafe library.table.pointee.PyErr_Restore(type, value, traceback)
  }

  private func install(_ entry: Guard, _ slot: Int) {
    guard let module = unsafe library.table.pointee.PyImport_ImportModule(entry.module) else {
      unsafe library.table.pointee.PyErr_Clear()
      return
    }
    var holder = unsafe Owned(module, library)
    if let type = entry.type {
      guard let found = unsafe library.attribute(holder.object, type) else { return }
      holder = found
    }
    guard let builtin = unsafe library.attribute(holder.object, entry.name) else { return }
    _ = unsafe hermetic_guard_method(library.table, builtin.object, entry.name, CInt(slot))
  }
}
