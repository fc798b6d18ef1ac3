"""An archive is read as imports do."""
import zipimport

print(zipimport.zipimporter("secret").get_data("file").decode(), end="")
