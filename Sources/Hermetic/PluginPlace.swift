import HermeticEngine
import HermeticPython

/// Where a plugin's code is, found out from a path.
struct PluginPlace {
  let name: String
  let code: PythonHost.PluginCode

  init(_ path: String) throws(PythonError) {
    let absolute = HostInterpreter.absolute(path)
    let last = absolute.split(separator: "/").last.map(String.init) ?? ""
    let name = last.hasSuffix(".py") ? String(last.dropLast(3)) : last
    guard Self.isIdentifier(name) else {
      throw PythonError(.notFound, "\(path): '\(name)' is no name of a Python module")
    }
    self.name = name
    if last.hasSuffix(".py") {
      guard HostInterpreter.isFile(absolute) else {
        throw PythonError(.notFound, "\(path): there is no such file")
      }
      code = .file(absolute, name: name, submodules: nil, others: nil)
    } else if HostInterpreter.isFile("\(absolute)/__init__.py") {
      code = .file("\(absolute)/__init__.py", name: name, submodules: absolute, others: nil)
    } else if HostInterpreter.isFile("\(absolute)/\(name).py") {
      code = .file("\(absolute)/\(name).py", name: name, submodules: nil, others: absolute)
    } else {
      throw PythonError(
        .notFound, "\(path): there is no plugin: no __init__.py, and no \(name).py in it")
    }
  }

  private static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first else { return false }
    return first.properties.isXIDStart || first == "_"
      ? name.unicodeScalars.allSatisfy { $0.properties.isXIDContinue } : false
  }
}
