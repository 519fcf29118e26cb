"""What must hold of volumes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from panel.archive.facts import VolumeState
from panel.archive.models import Volume
from panel.archive.queries import list_items
from panel.commissions import queries as commissions
from panel.commissions.facts import PanelState
from panel.files import queries as files
from panel.kernel.canonical import digest


def list_violations(session: Session) -> list[str]:
    """Compare list and files of every volume with their digests, and its state with its panel's."""
    found = []
    for volume in session.scalars(select(Volume).order_by(Volume.id)):
        items = list_items(session, volume.id)
        if digest([[item.no, item.kind, item.title, item.sha256] for item in items]) != volume.sha256:
            found.append(f"专家组 {volume.panel_id} 第 {volume.no} 卷的目录与登记的摘要不符")
        stored = files.files_by_id(session, {item.file_id for item in items})
        found += [
            f"专家组 {volume.panel_id} 第 {volume.no} 卷第 {item.no} 件与所存文件不符"
            for item in items
            if (stored[item.file_id].sha256, stored[item.file_id].size) != (item.sha256, item.size)
        ]
        is_archived = commissions.get_panel(session, volume.panel_id).state == PanelState.ARCHIVED
        if volume.state != VolumeState.RETURNED and (volume.state == VolumeState.ARCHIVED) != is_archived:
            found.append(f"专家组 {volume.panel_id} 与第 {volume.no} 卷只有一方已归档")
    return found
