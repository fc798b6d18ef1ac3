"""The importer of archives, asked by hand."""
import warnings
import zipimport

warnings.simplefilter("ignore")
zipimport.zipimporter("library.zip").load_module("secret")
